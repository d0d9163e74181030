import type { Point } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** A route from a store to a drop-off. */
export interface Travel {
  metres: number;
  /** Travel time; undefined if only the distance is known. */
  seconds?: number;
}

/** Measures the distances from stores to a drop-off. */
export interface DistanceStrategy extends InjectableStrategy {
  /**
   * Returns the route from each origin, in the order of the origins, or undefined for an origin without a route. No route
   * may be shorter than the great-circle distance, because stores beyond a radius by that distance are not passed.
   *
   * @throws if the distances cannot be determined now
   */
  travelTo(
    ctx: RequestContext,
    origins: readonly Point[],
    destination: Point,
  ): Promise<Array<Travel | undefined>>;
}
