import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Decides which deliveries are proven by a code that only the receiver has, and makes it. */
export interface HandoverCodeStrategy extends InjectableStrategy {
  /**
   * Asked once for each order, in its own transaction.
   *
   * @returns up to 32 characters, or undefined where another proof will do
   */
  codeFor(ctx: RequestContext, order: Order): string | undefined | Promise<string | undefined>;
}
