import type { Point } from '@driver-dispatch/contract';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { TrackingService, type DeliveredItem } from '../tracking/tracking.service';
import { toApiProof } from './to-api-proof';

/** Public tracking of a delivery by its tracking code. */
@Resolver('DriverDeliveryTracking')
export class TrackingShopResolver {
  constructor(private readonly tracking: TrackingService) {}

  @Query()
  @Allow(Permission.Public)
  trackDriverDelivery(@Ctx() ctx: RequestContext, @Args() args: { code: string }) {
    return this.tracking.findByCode(ctx, args.code);
  }

  @ResolveField()
  driverName(@Parent() delivery: DriverDelivery): string | null {
    return delivery.driverName?.split(/\s+/)[0] ?? null;
  }

  @ResolveField()
  vehicle(@Parent() delivery: DriverDelivery): string | null {
    return delivery.vehicle?.kind ?? null;
  }

  @ResolveField()
  storeName(@Parent() delivery: DriverDelivery): string | null {
    return delivery.submission?.pickup.name ?? null;
  }

  @ResolveField()
  storePhone(@Parent() delivery: DriverDelivery): string | null {
    return delivery.submission?.pickup.phone ?? null;
  }

  @ResolveField()
  storePoint(@Parent() delivery: DriverDelivery): Point | null {
    return delivery.submission?.pickup.point ?? null;
  }

  @ResolveField()
  dropoffPoint(@Parent() delivery: DriverDelivery): Point | null {
    return this.tracking.dropoffOf(delivery);
  }

  @ResolveField()
  items(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery): Promise<DeliveredItem[]> {
    return this.tracking.itemsOf(ctx, delivery);
  }

  @ResolveField()
  location(@Parent() delivery: DriverDelivery) {
    return this.tracking.locationOf(delivery);
  }

  @ResolveField()
  eta(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery) {
    return this.tracking.eta(ctx, delivery);
  }

  @ResolveField()
  proof(@Parent() delivery: DriverDelivery) {
    return delivery.proof && toApiProof(delivery.proof);
  }
}
