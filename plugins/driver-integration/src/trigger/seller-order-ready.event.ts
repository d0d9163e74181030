import { type ID, type Order, type RequestContext, VendureEvent } from '@vendure/core';

/**
 * A seller's order, or the order of a shop without sellers, is paid, ready, and wants a driver. Published in the
 * transaction that made it so; subscribers of `eventBus.ofType()` hear it once that is committed.
 */
export class SellerOrderReadyEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly order: Order,
    /** Id of the order's `DriverDelivery`. */
    readonly deliveryId: ID,
  ) {
    super();
  }
}
