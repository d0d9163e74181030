import type { PickupAnswer, Point } from '@driver-dispatch/contract';
import type { ID, InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** A place where orders may be picked up. */
export interface PickupPlace {
  id: ID;
  name: string;
  point: Point;
}

/** Tells where a seller order is picked up, and when it is ready. */
export interface PickupStrategy extends InjectableStrategy {
  /**
   * Called after the commit of the payment, in a transaction that may prepare up to 128 orders. Read with the context, and
   * send no requests over a network.
   */
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupAnswer>;
  /**
   * Registers a listener that is called with the id of each place that has changed, once the change is committed. Waiting
   * deliveries whose `PickupAnswer` had this `placeId` then get the new pickup. Called once, after `init`. Without it
   * they keep their pickup until they are dispatched again.
   */
  onPlaceChanged?(listener: (placeId: ID) => void): void;
  /**
   * All places that the context's channel may know of, for the map; without it the map has those of the deliveries
   * under way.
   */
  pickupPlaces?(ctx: RequestContext): Promise<PickupPlace[]>;
}
