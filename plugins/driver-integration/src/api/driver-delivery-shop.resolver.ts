import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext } from '@vendure/core';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DeliveryPinService } from '../proof/delivery-pin.service';

/** Delivery fields with the driver data that shoppers may see. */
@Resolver('DriverDelivery')
export class DriverDeliveryShopResolver {
  constructor(private readonly pins: DeliveryPinService) {}

  @Query()
  @Allow(Permission.Public)
  driverDeliveryPin(@Ctx() ctx: RequestContext, @Args() args: { secret: string }): Promise<string | null> {
    return this.pins.findBySecret(ctx, args.secret);
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
  pin(@Ctx() ctx: RequestContext, @Parent() delivery: DriverDelivery): string | null {
    return this.pins.forCustomer(ctx, delivery);
  }

  @ResolveField()
  tracking(@Parent() delivery: DriverDelivery): DriverDelivery {
    return delivery;
  }
}
