import { type ID, type Order, type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';

/**
 * A seller order, or an order of a shop without sellers, is paid, ready, and needs a driver. Published in the transaction of
 * the change. Subscribers of `eventBus.ofType()` receive it after the commit.
 */
export class SellerOrderReadyEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly order: Order,
    /** The stored delivery of the order. */
    readonly delivery: DriverDelivery,
  ) {
    super();
  }

  get deliveryId(): ID {
    return this.delivery.id;
  }
}
