import type { Vehicle } from '@driver-dispatch/contract';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, ChannelService, Ctx, RequestContext, type Channel, type ID } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DriverAdminService, serves, type Driver } from '../dispatcher/driver-admin.service';
import type { DriverListOptions } from '../dispatcher/driver-query';
import { driverDeliveryPermission, driverPermission } from './permission';

/** Maximum number of deliveries on the map. */
const DELIVERIES_ON_MAP = 1000;

@Resolver('Driver')
export class DriverAdminResolver {
  constructor(
    private readonly drivers: DriverAdminService,
    private readonly deliveries: DriverDeliveryService,
    private readonly channelService: ChannelService,
  ) {}

  @Query('drivers')
  @Allow(driverPermission.Read)
  findAll(@Ctx() ctx: RequestContext, @Args() args: { options?: DriverListOptions }) {
    return this.drivers.findAll(ctx, args.options);
  }

  @Query('driver')
  @Allow(driverPermission.Read)
  findOne(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.drivers.findOne(ctx, args.driverId);
  }

  @Query()
  @Allow(driverPermission.Read)
  platformDrivers() {
    return this.drivers.countPlatformDrivers();
  }

  @Query()
  @Allow(driverPermission.Read)
  async driverFleet(@Ctx() ctx: RequestContext) {
    const { drivers, truncated } = await this.drivers.fleet(ctx);
    const open = ctx.userHasPermissions([driverDeliveryPermission.Read])
      ? await this.deliveries.findOpen(ctx, DELIVERIES_ON_MAP)
      : { deliveries: [], truncated: false };
    return { drivers, deliveries: open.deliveries, truncated: truncated || open.truncated };
  }

  @ResolveField()
  driverId(@Parent() driver: Driver): string {
    return driver.id;
  }

  @ResolveField()
  vehicle(@Parent() driver: Driver): Vehicle['kind'] | null {
    return driver.vehicle?.kind ?? null;
  }

  @ResolveField()
  plate(@Parent() driver: Driver): string | null {
    return driver.vehicle?.plate ?? null;
  }

  /** Omits deleted channels, and channels that reuse the id of a channel lost in a restore. */
  @ResolveField()
  async channels(@Ctx() ctx: RequestContext, @Parent() driver: Driver): Promise<Channel[]> {
    const channels = await Promise.all(
      (driver.channels ?? []).map((id) => this.channelService.findOne(ctx, id as ID)),
    );
    return channels.filter((channel) => channel !== undefined).filter((channel) => serves(driver, channel));
  }

  @ResolveField()
  servesEveryChannel(@Parent() driver: Driver): boolean {
    return driver.channels?.length === 0;
  }

  @ResolveField()
  async delivery(@Ctx() ctx: RequestContext, @Parent() driver: Driver): Promise<DriverDelivery | null> {
    return driver.deliveryId !== null && ctx.userHasPermissions([driverDeliveryPermission.Read])
      ? this.deliveries.findByEngineId(ctx, driver.deliveryId)
      : null;
  }

  @ResolveField()
  statusHistory(@Ctx() ctx: RequestContext, @Parent() driver: Driver) {
    return this.drivers.statusHistory(ctx, driver.id);
  }
}
