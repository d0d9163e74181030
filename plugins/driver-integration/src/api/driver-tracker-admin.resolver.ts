import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext } from '@vendure/core';
import { DriverTrackerAdminService } from '../dispatcher/driver-tracker-admin.service';
import { ErrorResultFilter } from './error-result.filter';
import { driverPermission } from './permission';

/** The tracking apps of a driver. */
@Resolver()
export class DriverTrackerAdminResolver {
  constructor(private readonly trackers: DriverTrackerAdminService) {}

  @Query()
  @Allow(driverPermission.Read)
  driverTrackerSecrets(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.trackers.findAll(ctx, args.driverId);
  }

  @Mutation()
  @Allow(driverPermission.Update)
  @UseFilters(ErrorResultFilter)
  createDriverTrackerSecret(
    @Ctx() ctx: RequestContext,
    @Args() args: { driverId: string; label?: string | null },
  ) {
    return this.trackers.create(ctx, args.driverId, args.label ?? undefined);
  }

  @Mutation()
  @Allow(driverPermission.Update)
  @UseFilters(ErrorResultFilter)
  revokeDriverTrackerSecret(
    @Ctx() ctx: RequestContext,
    @Args() args: { driverId: string; secretId: string },
  ) {
    return this.trackers.revoke(ctx, args.driverId, args.secretId);
  }
}
