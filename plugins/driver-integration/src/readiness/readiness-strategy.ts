import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/**
 * A moment at which an order may turn out to be ready for a driver:
 *
 * - `paid`: in the transaction that paid it
 * - `marked_ready`: somebody has marked it (mutation `markDriverDeliveryReady`)
 * - `fulfillment_created`: a fulfillment of the handler `driver-delivery` was made for it
 */
export type ReadinessMoment = 'paid' | 'marked_ready' | 'fulfillment_created';

/** Decides when a driver is looked for. Until then the delivery is NOT_READY. */
export interface ReadinessStrategy extends InjectableStrategy {
  /**
   * Asked in the transaction of the moment. What is ready stays so.
   *
   * @param order with its lines, shipping lines and their shipping methods; never an aggregate order
   */
  isReady(ctx: RequestContext, order: Order, moment: ReadinessMoment): boolean | Promise<boolean>;
}
