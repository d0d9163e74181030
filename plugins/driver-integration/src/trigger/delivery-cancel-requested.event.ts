import { type ID, type RequestContext, VendureEvent } from '@vendure/core';

/** An order was cancelled whose delivery has to be cancelled with it. */
export class DeliveryCancelRequestedEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly deliveryId: ID,
  ) {
    super();
  }
}
