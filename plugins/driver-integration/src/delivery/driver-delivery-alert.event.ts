import type { DeliveryAlertType } from '@driver-dispatch/contract';
import { type RequestContext, VendureEvent } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';

/**
 * A delivery makes no progress (`raised`), or does again or has ended (`resolved`). Published in the transaction that
 * applies the engine's event; subscribers of `eventBus.ofType()` receive it after the commit, once for each alert.
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
    /** Of the delivery's own channel. */
    readonly ctx: RequestContext,
    /** As the change has left it. */
    readonly delivery: DriverDelivery,
    readonly alert: DeliveryAlertType,
    readonly change: 'raised' | 'resolved',
  ) {
    super();
  }
}
