import type { DeliveryAlertType } from '@driver-dispatch/contract';
import { type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';

/**
 * An alert of a delivery was raised, or it was resolved because the delivery makes progress again or has ended. Published
 * in the transaction that applies the engine's event. Subscribers of `eventBus.ofType()` receive it after the commit.
 *
 * @example
 * ```ts
 * eventBus
 *   .ofType(DriverDeliveryAlertEvent)
 *   .pipe(filter(({ change }) => change === 'raised'))
 *   .subscribe(({ delivery, alert }) => page(`${delivery.orderCode}: ${alert}`));
 * ```
 */
export class DriverDeliveryAlertEvent extends VendureEvent {
  constructor(
    /** Context in the delivery's channel. */
    readonly ctx: RequestContext,
    /** The delivery after the change. */
    readonly delivery: DriverDelivery,
    readonly alert: DeliveryAlertType,
    readonly change: 'raised' | 'resolved',
  ) {
    super();
  }
}
