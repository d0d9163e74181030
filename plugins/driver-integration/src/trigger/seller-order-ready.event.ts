import { type ID, type Order, type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';

/**
 * A seller's order, or the order of a shop without sellers, is paid, ready, and needs a driver. Published in the
 * transaction that made it so; subscribers of `eventBus.ofType()` receive it after the commit.
 */
export class SellerOrderReadyEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly order: Order,
    /** The order's delivery as it was stored. */
    readonly delivery: DriverDelivery,
  ) {
    super();
  }

  get deliveryId(): ID {
    return this.delivery.id;
  }
}
