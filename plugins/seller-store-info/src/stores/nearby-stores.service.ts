import type { GeocodingAddress, Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, UserInputError, type PaginatedList, type RequestContext } from '@vendure/core';
import { GeocodingService } from '../geocoding/geocoding.service';
import type { NearbyStore } from './store';
import { StoreDistanceService } from './store-distance.service';
import { StoreService } from './store.service';

export interface StoresNearQuery {
  center: Point | GeocodingAddress;
  /** Metres. */
  radiusMetres: number;
  skip: number;
  take: number;
}

/** Finds the stores near a point or postal code with the configured geocoding and distance strategies. */
@Injectable()
@Instrument()
export class NearbyStoresService {
  constructor(
    private readonly stores: StoreService,
    private readonly distances: StoreDistanceService,
    private readonly geocoding: GeocodingService,
  ) {}

  /**
   * Returns a page of the stores visible in the channel of the context, nearest first.
   *
   * @throws UserInputError if the postal code is not found
   */
  async storesNear(
    ctx: RequestContext,
    { center, radiusMetres, skip, take }: StoresNearQuery,
  ): Promise<PaginatedList<NearbyStore>> {
    const point = await this.pointOf(ctx, center);
    const around = await this.stores.storesNear(ctx, point, radiusMetres);
    const measured = await this.distances.nearestFirst(ctx, around, point);
    const near = measured.filter(({ distanceMetres }) => distanceMetres <= radiusMetres);
    return { items: near.slice(skip, skip + take), totalItems: near.length };
  }

  private async pointOf(ctx: RequestContext, center: Point | GeocodingAddress): Promise<Point> {
    if ('lat' in center) {
      return center;
    }
    const point = await this.geocoding.locateForVisitor(ctx, center);
    if (!point) {
      throw new UserInputError('postalCode: not found');
    }
    return point;
  }
}
