import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Ctx, Order, RequestContext } from '@vendure/core';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';

/** A shopper who may see an order may see its deliveries. */
@Resolver('Order')
export class OrderDeliveryShopResolver {
  constructor(private readonly driverDeliveries: DriverDeliveryService) {}

  @ResolveField()
  delivery(@Ctx() ctx: RequestContext, @Parent() order: Order) {
    return this.driverDeliveries.ofOrder(ctx, order.id);
  }

  @ResolveField()
  deliveries(@Ctx() ctx: RequestContext, @Parent() order: Order) {
    return this.driverDeliveries.allOfOrder(ctx, order.id);
  }
}
