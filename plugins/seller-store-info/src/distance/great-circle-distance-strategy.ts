import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import type { DistanceStrategy, Travel } from './distance-strategy';

export interface GreatCircleDistanceOptions {
  /**
   * What the great circle is multiplied by, as streets are no straight lines; 1.3 is usual in a city.
   * @default 1
   */
  detourFactor?: number;
}

/** As the crow flies (Haversine), without a look at any street. */
export class GreatCircleDistanceStrategy implements DistanceStrategy {
  private readonly detourFactor: number;

  /** @throws Error when the factor is less than 1 */
  constructor({ detourFactor = 1 }: GreatCircleDistanceOptions = {}) {
    if (!(detourFactor >= 1 && Number.isFinite(detourFactor))) {
      throw new Error('GreatCircleDistanceStrategy: detourFactor must be 1 at least');
    }
    this.detourFactor = detourFactor;
  }

  async travelTo(_ctx: RequestContext, origins: readonly Point[], destination: Point): Promise<Travel[]> {
    return origins.map((origin) => ({
      metres: greatCircleDistance(origin, destination) * this.detourFactor,
    }));
  }
}
