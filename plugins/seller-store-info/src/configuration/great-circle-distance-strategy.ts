import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import type { DistanceStrategy, Travel } from './distance-strategy';

export interface GreatCircleDistanceOptions {
  /**
   * Factor between the great-circle distance and the distance by road. 1.3 is usual in a city.
   * @default 1
   */
  detourFactor?: number;
}

/** Great-circle distance (haversine formula), without a road network. */
export class GreatCircleDistanceStrategy implements DistanceStrategy {
  private readonly detourFactor: number;

  /** @throws Error if the factor is less than 1 */
  constructor({ detourFactor = 1 }: GreatCircleDistanceOptions = {}) {
    if (!(detourFactor >= 1 && Number.isFinite(detourFactor))) {
      throw new Error('GreatCircleDistanceStrategy: detourFactor must be at least 1');
    }
    this.detourFactor = detourFactor;
  }

  async travelTo(_ctx: RequestContext, origins: readonly Point[], destination: Point): Promise<Travel[]> {
    return origins.map((origin) => ({
      metres: greatCircleDistance(origin, destination) * this.detourFactor,
    }));
  }
}
