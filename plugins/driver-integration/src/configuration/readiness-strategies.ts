import type { Order, RequestContext } from '@vendure/core';
import type { ReadinessMoment, ReadinessStrategy } from './readiness-strategy';

/** Ready at one {@link ReadinessMoment}. */
abstract class MomentReadinessStrategy implements ReadinessStrategy {
  protected abstract readonly moment: ReadinessMoment;

  isReady(_ctx: RequestContext, _order: Order, moment: ReadinessMoment): boolean {
    return moment === this.moment;
  }
}

/** Ready when the order is paid. */
export class OnPaymentReadinessStrategy extends MomentReadinessStrategy {
  protected readonly moment = 'paid';
}

/** Ready when an administrator marks it. */
export class MarkedReadyReadinessStrategy extends MomentReadinessStrategy {
  protected readonly moment = 'marked_ready';
}

/** Ready when a fulfillment is created with the `driverDeliveryFulfillmentHandler`. */
export class FulfillmentReadinessStrategy extends MomentReadinessStrategy {
  protected readonly moment = 'fulfillment_created';
}
