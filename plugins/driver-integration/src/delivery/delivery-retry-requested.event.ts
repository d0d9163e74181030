import { type ID, type RequestContext, VendureEvent } from '@vendure/core';

/**
 * Somebody wants a delivery to be tried again. Subscribers of `eventBus.ofType()` hear it once what was changed
 * of the delivery is committed.
 */
export class DeliveryRetryRequestedEvent extends VendureEvent {
  constructor(
    readonly ctx: RequestContext,
    readonly deliveryId: ID,
  ) {
    super();
  }
}
