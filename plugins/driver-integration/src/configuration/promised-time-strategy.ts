import type { SellerOrder } from '@driver-dispatch/contract';
import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** The places of an order. The drop-off is missing if it is not located yet. */
export type LocatedPlaces = Pick<SellerOrder, 'pickup'> & Partial<Pick<SellerOrder, 'dropoff'>>;

/** Determines when the shop promises the drop-off. Dispatchers see a later drop-off as late. */
export interface PromisedTimeStrategy extends InjectableStrategy {
  /**
   * Called when the pickup is located, and again when the delivery is submitted, until it returns a time. After an error or
   * an invalid date, which are logged, the delivery is submitted without a promised time.
   *
   * @param order with its lines and channels
   * @param places with the time at which the order is ready for pickup
   * @returns null if the shop promises no time, or not yet
   */
  promisedAt(ctx: RequestContext, order: Order, places: LocatedPlaces): Date | null | Promise<Date | null>;
}
