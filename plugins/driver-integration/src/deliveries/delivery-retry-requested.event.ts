import { type ID, type RequestContext, VendureEvent } from '@vendure/core';

/**
 * An administrator requested the retry of a delivery. Subscribers of `eventBus.ofType()` receive it after the commit.
 */
export class DeliveryRetryRequestedEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly deliveryId: ID,
  ) {
    super();
  }
}
