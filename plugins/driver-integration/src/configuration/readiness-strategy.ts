import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/**
 * A moment at which an order may become ready for a driver:
 *
 * - `paid`: in the transaction of the payment
 * - `marked_ready`: an administrator marks it (mutation `markDriverDeliveryReady`)
 * - `fulfillment_created`: a fulfillment of the handler `driver-delivery` is created
 */
export type ReadinessMoment = 'paid' | 'marked_ready' | 'fulfillment_created';

/** Decides when an order is ready for a driver. Until then the delivery is NOT_READY. */
export interface ReadinessStrategy extends InjectableStrategy {
  /**
   * Called in the transaction of the moment. A ready order stays ready.
   *
   * @param order with its lines, shipping lines and their shipping methods; never an aggregate order
   */
  isReady(ctx: RequestContext, order: Order, moment: ReadinessMoment): boolean | Promise<boolean>;
}
