import type { DeliveryEventType } from '@driver-dispatch/contract';
import { type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';

/** Events that change a delivery; alerts have an event of their own: `DriverDeliveryAlertEvent`. */
export type DeliveryStep = Exclude<
  DeliveryEventType,
  'delivery.alert_raised' | 'delivery.alert_resolved' | 'delivery.pin_attempts_reset'
>;

/**
 * A delivery has taken a step: it was assigned, moved to another driver, waits too long, was picked up, delivered, failed or cancelled.
 * Published in the transaction that applies the engine's event; subscribers of `eventBus.ofType()` hear it once that is
 * committed, once for each step.
 *
 * @example
 * ```ts
 * eventBus
 *   .ofType(DriverDeliveryStepEvent)
 *   .pipe(filter(({ step }) => step === 'delivery.picked_up'))
 *   .subscribe(({ delivery }) => tellTheShopper(delivery.trackingCode));
 * ```
 */
export class DriverDeliveryStepEvent extends VendureEvent {
  constructor(
    /** Of the delivery's own channel. */
    readonly ctx: RequestContext,
    /** As the step has left it. */
    readonly delivery: DriverDelivery,
    readonly step: DeliveryStep,
  ) {
    super();
  }
}
