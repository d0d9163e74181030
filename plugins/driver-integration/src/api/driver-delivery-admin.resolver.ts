import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  Allow,
  Ctx,
  ForbiddenError,
  Order,
  OrderService,
  Permission,
  type ID,
  type ListQueryOptions,
  RequestContext,
} from '@vendure/core';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DeliveryCandidatesService } from '../dispatcher/delivery-candidates.service';
import { createProblem, type Problem } from '../problems/problem';
import { driverDeliveryPermission, driverPermission } from './permission';
import { toApiProof } from './to-api-proof';

@Resolver('DriverDelivery')
export class DriverDeliveryAdminResolver {
  constructor(
    private readonly deliveries: DriverDeliveryService,
    private readonly orders: OrderService,
    private readonly candidates: DeliveryCandidatesService,
  ) {}

  @Query()
  @Allow(driverDeliveryPermission.Read)
  driverDeliveries(@Ctx() ctx: RequestContext, @Args() args: { options?: ListQueryOptions<DriverDelivery> }) {
    return this.deliveries.findAll(ctx, args.options);
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  driverDelivery(@Ctx() ctx: RequestContext, @Args() args: { id: ID }) {
    return this.deliveries.findOne(ctx, args.id);
  }

  @Query()
  @Allow(driverDeliveryPermission.Write)
  driverDeliveryCandidates(@Ctx() ctx: RequestContext, @Args() args: { id: ID; driverId?: string | null }) {
    if (!ctx.userHasPermissions([driverPermission.Read])) {
      throw new ForbiddenError();
    }
    return this.candidates.candidatesFor(ctx, args.id, args.driverId);
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  stuckDriverDeliveries(
    @Ctx() ctx: RequestContext,
    @Args() args: { options?: ListQueryOptions<DriverDelivery> },
  ) {
    return this.deliveries.findStuck(ctx, args.options);
  }

  @ResolveField()
  async order(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery): Promise<Order | undefined> {
    return ctx.userHasPermissions([Permission.ReadOrder])
      ? this.orders.findOne(ctx, delivery.orderId)
      : undefined;
  }

  @ResolveField()
  timeline(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.deliveries.timelineOf(ctx, delivery.id);
  }

  @ResolveField()
  problem(@Parent() { problem, mismatch }: DriverDelivery): Problem | null {
    return problem ?? (mismatch && createProblem(mismatch));
  }

  @ResolveField()
  vehicle(@Parent() delivery: DriverDelivery): string | null {
    return delivery.vehicle?.kind ?? null;
  }

  @ResolveField()
  requirements(@Parent() { submission }: DriverDelivery) {
    return submission?.requirements && { vehicleKinds: [], tags: [], ...submission.requirements };
  }

  @ResolveField()
  proof(@Parent() delivery: DriverDelivery) {
    return delivery.proof && toApiProof(delivery.proof);
  }
}
