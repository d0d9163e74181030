import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Decides which deliveries are proven by a code that only the receiver has, and makes it. */
export interface DeliveryPinStrategy extends InjectableStrategy {
  /**
   * Called once for each delivery of an order: when the order is paid, in its transaction, and when it is dispatched again.
   *
   * @returns up to 32 characters, or undefined where another proof will do
   */
  codeFor(ctx: RequestContext, order: Order): string | undefined | Promise<string | undefined>;
}
