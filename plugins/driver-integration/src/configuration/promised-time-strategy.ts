import type { SellerOrder } from '@driver-dispatch/contract';
import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Determines when the shop promises the drop-off. Dispatchers see a later drop-off as late. */
export interface PromisedTimeStrategy extends InjectableStrategy {
  /**
   * Called once per order, when its pickup and drop-off are located.
   *
   * @param order with its lines and channels
   * @param submission with the time at which the order is ready for pickup
   * @returns null if the shop promises no time
   */
  promisedAt(ctx: RequestContext, order: Order, submission: SellerOrder): Date | null | Promise<Date | null>;
}
