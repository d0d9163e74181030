import type { DeliveryOutcome } from '@driver-dispatch/contract';
import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext, Transaction, type ID } from '@vendure/core';
import type { CancelReason } from '../deliveries/cancel-reason';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { DeliveryActionsService } from '../dispatcher/delivery-actions.service';
import { OpenOffersService } from '../dispatcher/open-offers.service';
import { createProblem } from '../problems/problem';
import { toProblem } from '../problems/problem-error';
import { TrackingService } from '../tracking/tracking.service';
import { inEngine, notInEngine } from './delivery-in-engine';
import { ErrorResultFilter } from './error-result.filter';
import { driverDeliveryPermission } from './permission';
import { toPlace } from './to-place';

/** Actions of administrators on a delivery, and the fields of its detail page. */
@Resolver('DriverDelivery')
@UseFilters(ErrorResultFilter)
export class DeliveryActionsAdminResolver {
  constructor(
    private readonly actions: DeliveryActionsService,
    private readonly deliveries: DriverDeliveryService,
    private readonly scope: ChannelScopeService,
    private readonly tracking: TrackingService,
    private readonly openOffers: OpenOffersService,
  ) {}

  @Mutation()
  @Transaction()
  @Allow(driverDeliveryPermission.Write)
  retryDriverDelivery(@Ctx() ctx: RequestContext, @Args() args: { id: ID }) {
    return this.deliveries.retry(ctx, args.id);
  }

  @Mutation()
  @Transaction()
  @Allow(driverDeliveryPermission.Write)
  setDriverDeliveryDropoff(@Ctx() ctx: RequestContext, @Args() args: { id: ID; point: unknown }) {
    return this.deliveries.setDropoff(ctx, args.id, args.point);
  }

  @Mutation()
  @Transaction()
  @Allow(driverDeliveryPermission.Write)
  markDriverDeliveryReady(@Ctx() ctx: RequestContext, @Args() args: { id: ID }) {
    return this.actions.markReady(ctx, args.id);
  }

  @Mutation()
  @Transaction()
  @Allow(driverDeliveryPermission.Write)
  redispatchDriverDelivery(@Ctx() ctx: RequestContext, @Args() args: { id: ID }) {
    return this.actions.redispatch(ctx, args.id);
  }

  @Mutation()
  @Transaction()
  @Allow(driverDeliveryPermission.Write)
  cancelDriverDelivery(
    @Ctx() ctx: RequestContext,
    @Args() { id, ...reason }: { id: ID; reasonCode?: CancelReason | null; reason?: string | null },
  ) {
    return this.actions.cancel(ctx, id, reason);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  assignDriverDelivery(@Ctx() ctx: RequestContext, @Args() args: { id: ID; driverId: string }) {
    return this.actions.assign(ctx, args.id, args.driverId);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  reassignDriverDelivery(
    @Ctx() ctx: RequestContext,
    @Args() { id, ...choice }: { id: ID; driverId: string; fromDriverId: string },
  ) {
    return this.actions.reassign(ctx, id, choice);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  endDriverDelivery(
    @Ctx() ctx: RequestContext,
    @Args() { id, outcome, reason }: { id: ID; outcome: DeliveryOutcome; reason: string },
  ) {
    return this.actions.end(ctx, id, outcome, reason);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  resetDriverDeliveryPinAttempts(@Ctx() ctx: RequestContext, @Args() args: { id: ID }) {
    return this.actions.resetPinAttempts(ctx, args.id);
  }

  @ResolveField()
  canBeReassigned(@Parent() delivery: DriverDelivery): boolean {
    return this.actions.canBeReassigned(delivery);
  }

  @ResolveField()
  canSetDropoff(@Parent() delivery: DriverDelivery): boolean {
    return this.actions.canSetDropoff(delivery);
  }

  @ResolveField()
  canBeMarkedReady(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.actions.canBeMarkedReady(ctx, delivery);
  }

  @ResolveField()
  trackingUrl(@Parent() delivery: DriverDelivery): string | null {
    return this.tracking.urlOf(delivery);
  }

  @ResolveField()
  eta(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.tracking.eta(ctx, delivery);
  }

  @ResolveField()
  openOffer(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.openOffers.of(ctx, delivery);
  }

  @ResolveField()
  async engine(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    try {
      const record = await this.actions.recordOf(delivery);
      const platform = (await this.scope.channelIdOf(ctx)) === undefined;
      return record ? inEngine(record, platform) : notInEngine(createProblem('NOT_IN_ENGINE'));
    } catch (error) {
      return notInEngine(toProblem(error));
    }
  }

  @ResolveField()
  orderDeliveries(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.deliveries.redeliveriesOf(ctx, delivery.orderId);
  }

  @ResolveField()
  pickup(@Parent() { submission }: DriverDelivery) {
    return submission && toPlace(submission.pickup);
  }

  @ResolveField()
  dropoff(@Parent() { submission }: DriverDelivery) {
    return submission && toPlace(submission.dropoff);
  }
}
