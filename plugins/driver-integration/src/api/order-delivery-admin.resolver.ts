import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ChannelService, Ctx, Order, RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { readableDeliveries } from './readable-deliveries';

/**
 * The deliveries of an order that the administrator may read. Other deliveries are omitted without an error, as Vendure
 * does with seller orders.
 */
@Resolver('Order')
export class OrderDeliveryAdminResolver {
  constructor(
    private readonly driverDeliveries: DriverDeliveryService,
    private readonly channels: ChannelService,
  ) {}

  @ResolveField()
  async delivery(@Ctx() ctx: RequestContext, @Parent() order: Order): Promise<DriverDelivery | undefined> {
    const delivery = await this.driverDeliveries.ofOrder(ctx, order.id);
    return delivery ? (await this.readable(ctx, [delivery]))[0] : undefined;
  }

  @ResolveField()
  async deliveries(@Ctx() ctx: RequestContext, @Parent() order: Order): Promise<DriverDelivery[]> {
    return this.readable(ctx, await this.driverDeliveries.allOfOrder(ctx, order.id));
  }

  private async readable(ctx: RequestContext, deliveries: DriverDelivery[]): Promise<DriverDelivery[]> {
    return readableDeliveries(ctx, deliveries, (await this.channels.getDefaultChannel(ctx)).id);
  }
}
