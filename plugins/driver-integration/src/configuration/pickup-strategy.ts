import type { PickupResult, Point } from '@driver-dispatch/contract';
import type { ID, InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** A place where orders are picked up. */
export interface PickupPlace {
  id: ID;
  name: string;
  point: Point;
}

/** Determines where a seller order is picked up and when it is ready. */
export interface PickupStrategy extends InjectableStrategy {
  /**
   * Called after the commit of the payment, in a transaction for up to 128 orders. Read with the context and do not send
   * network requests.
   *
   * @param ctx in the channel of the order's seller
   * @param order with its lines
   */
  pickupFor(ctx: RequestContext, order: Order): Promise<PickupResult>;
  /**
   * Registers a listener for changes of places. Call it with the id of the place after the commit. The plugin then updates
   * waiting deliveries whose `PickupResult` had this `placeId`. Called once, after `init`. Without this method, deliveries
   * keep their pickup until they are redispatched.
   */
  onPlaceChanged?(listener: (placeId: ID) => void): void;
  /**
   * Returns the places that are visible in the channel, for the map. Without this method, the map shows the pickup places of
   * open deliveries only.
   */
  pickupPlaces?(ctx: RequestContext): Promise<PickupPlace[]>;
}
