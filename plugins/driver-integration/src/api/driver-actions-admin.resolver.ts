import type { DriverStatusUpdate, Vehicle } from '@driver-dispatch/contract';
import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext } from '@vendure/core';
import { DriverAdminService, type DriverDetails } from '../dispatcher/driver-admin.service';
import { ErrorResultFilter } from './error-result.filter';
import { driverPermission } from './permission';

type DriverInput = Omit<DriverDetails, 'vehicle'> & {
  vehicle?: Vehicle['kind'] | null;
  plate?: string | null;
};

/** Actions of administrators on drivers. */
@Resolver('Driver')
@UseFilters(ErrorResultFilter)
export class DriverActionsAdminResolver {
  constructor(private readonly drivers: DriverAdminService) {}

  @Mutation()
  @Allow(driverPermission.Create)
  createDriver(
    @Ctx() ctx: RequestContext,
    @Args() { input }: { input: DriverInput & { driverId?: string | null; name: string } },
  ) {
    return this.drivers.create(ctx, { ...input, vehicle: toVehicle(input) });
  }

  @Mutation()
  @Allow(driverPermission.Update)
  updateDriver(@Ctx() ctx: RequestContext, @Args() { input }: { input: DriverInput & { driverId: string } }) {
    return this.drivers.update(ctx, input.driverId, { ...input, vehicle: toVehicle(input) });
  }

  @Mutation()
  @Allow(driverPermission.Update)
  setDriverStatus(
    @Ctx() ctx: RequestContext,
    @Args() args: { driverId: string; status: DriverStatusUpdate['status']; hold?: boolean | null },
  ) {
    return this.drivers.setStatus(ctx, args.driverId, { status: args.status, hold: args.hold ?? undefined });
  }

  @Mutation()
  @Allow(driverPermission.Delete)
  deactivateDriver(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.drivers.setActive(ctx, args.driverId, false);
  }

  @Mutation()
  @Allow(driverPermission.Delete)
  reactivateDriver(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.drivers.setActive(ctx, args.driverId, true);
  }
}

function toVehicle({ vehicle, plate }: DriverInput): Vehicle | undefined {
  return vehicle ? { kind: vehicle, plate: plate ?? undefined } : undefined;
}
