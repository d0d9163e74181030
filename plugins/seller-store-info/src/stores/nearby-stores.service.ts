import type { GeocodingAddress, Point } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { UserInputError, type RequestContext } from '@vendure/core';
import type { StoresNearQuery } from '../api/stores-near-input';
import { ReachService } from '../delivery/reach.service';
import { GeocodingService } from '../geocoding/geocoding.service';
import type { NearbyStore } from './store';
import { StoreService } from './store.service';

/** The stores around a place, as the configured strategies find and measure. */
@Injectable()
export class NearbyStoresService {
  constructor(
    private readonly stores: StoreService,
    private readonly reach: ReachService,
    private readonly geocoding: GeocodingService,
  ) {}

  /**
   * Those that the context's channel sees, nearest first.
   *
   * @throws UserInputError when the postal code is not known
   */
  async storesNear(
    ctx: RequestContext,
    { center, radiusMetres, take }: StoresNearQuery,
  ): Promise<NearbyStore[]> {
    const point = await this.pointOf(ctx, center);
    const around = await this.stores.storesNear(ctx, point, radiusMetres);
    const reached = await this.reach.nearestFirst(ctx, around, point);
    return reached.filter(({ distanceMetres }) => distanceMetres <= radiusMetres).slice(0, take);
  }

  private async pointOf(ctx: RequestContext, center: Point | GeocodingAddress): Promise<Point> {
    if ('lat' in center) {
      return center;
    }
    const point = await this.geocoding.locateForVisitor(ctx, center);
    if (!point) {
      throw new UserInputError('postalCode: is not known');
    }
    return point;
  }
}
