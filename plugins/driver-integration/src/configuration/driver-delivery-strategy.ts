import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Decides which paid orders are delivered by a driver. */
export interface DriverDeliveryStrategy extends InjectableStrategy {
  /**
   * @param order with its lines, shipping lines and their shipping methods; never an aggregate order
   */
  isForDriver(ctx: RequestContext, order: Order): boolean | Promise<boolean>;
}
