import type { Point } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';

/** The way from a store to a door. */
export interface Travel {
  /** How long the way is. */
  metres: number;
  /** How long it takes; absent where only the distance is known. */
  seconds?: number;
}

/** Measures how far it is from stores to a door. */
export interface DistanceStrategy extends InjectableStrategy {
  /**
   * The way from each origin, in the order of the origins; undefined where none leads to the destination. No way may
   * be shorter than the great circle: what is farther away than a radius by that is not asked about.
   *
   * @throws when it can't be told now
   */
  travelTo(
    ctx: RequestContext,
    origins: readonly Point[],
    destination: Point,
  ): Promise<Array<Travel | undefined>>;
}
