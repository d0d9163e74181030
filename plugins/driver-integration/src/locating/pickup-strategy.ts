import type { PickupAnswer } from '@driver-dispatch/contract';
import type { InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Tells where a seller order is picked up, and when it is ready. */
export interface PickupStrategy extends InjectableStrategy {
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupAnswer>;
}
