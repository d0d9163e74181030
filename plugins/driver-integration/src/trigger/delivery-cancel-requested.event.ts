import { type ID, type RequestContext, VendureEvent } from '@vendure/core';

/** The cancellation of a delivery was requested, by an administrator or with its order. */
export class DeliveryCancelRequestedEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly deliveryId: ID,
  ) {
    super();
  }
}
