import type { DeliveryEventType } from '@driver-dispatch/contract';
import { type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';

/** Events that change the state or driver of a delivery. Alerts are published as `DriverDeliveryAlertEvent`. */
export type DeliveryStep = Exclude<
  DeliveryEventType,
  'delivery.alert_raised' | 'delivery.alert_resolved' | 'delivery.pin_attempts_reset'
>;

/**
 * A delivery was assigned, reassigned, picked up, delivered, failed or cancelled, or has no driver for too long. Published
 * in the transaction that applies the engine's event. Subscribers of `eventBus.ofType()` receive it after the commit.
 *
 * @example
 * ```ts
 * eventBus
 *   .ofType(DriverDeliveryStepEvent)
 *   .pipe(filter(({ step }) => step === 'delivery.picked_up'))
 *   .subscribe(({ delivery }) => notifyShopper(delivery.trackingCode));
 * ```
 */
export class DriverDeliveryStepEvent extends VendureEvent {
  constructor(
    /** Context in the delivery's channel. */
    readonly ctx: RequestContext,
    /** The delivery after the event. */
    readonly delivery: DriverDelivery,
    readonly step: DeliveryStep,
  ) {
    super();
  }
}
