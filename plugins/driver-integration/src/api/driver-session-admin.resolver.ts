import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext } from '@vendure/core';
import { DriverSessionAdminService } from '../dispatcher/driver-session-admin.service';
import { ErrorResultFilter } from './error-result.filter';
import { driverPermission } from './permission';

/** Invitations to the driver app and the devices of a driver. */
@Resolver()
export class DriverSessionAdminResolver {
  constructor(private readonly sessions: DriverSessionAdminService) {}

  @Query()
  @Allow(driverPermission.Read)
  driverSessions(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.sessions.findAll(ctx, args.driverId);
  }

  @Mutation()
  @Allow(driverPermission.Update)
  @UseFilters(ErrorResultFilter)
  createDriverInvitation(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.sessions.invite(ctx, args.driverId);
  }

  @Mutation()
  @Allow(driverPermission.Update)
  @UseFilters(ErrorResultFilter)
  revokeDriverSession(@Ctx() ctx: RequestContext, @Args() args: { driverId: string; sessionId: string }) {
    return this.sessions.revoke(ctx, args.driverId, args.sessionId);
  }

  @Mutation()
  @Allow(driverPermission.Update)
  @UseFilters(ErrorResultFilter)
  revokeDriverSessions(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.sessions.revokeAll(ctx, args.driverId);
  }
}
