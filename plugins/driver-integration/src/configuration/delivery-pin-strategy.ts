import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Creates delivery PINs and decides which deliveries require one. */
export interface DeliveryPinStrategy extends InjectableStrategy {
  /**
   * Called once for each delivery: when the order is paid, in its transaction, and for a redelivery.
   *
   * @returns 1 to 32 characters, or undefined if no PIN is required
   */
  pinFor(ctx: RequestContext, order: Order): string | undefined | Promise<string | undefined>;
}
