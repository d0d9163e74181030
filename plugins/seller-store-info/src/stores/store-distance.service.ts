import type { Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, RequestContextCacheService, type Channel, type RequestContext } from '@vendure/core';
import type { Travel } from '../configuration/distance-strategy';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { isLocated, type NearbyStore, type Store } from './store';
import { StoreService } from './store.service';

/** A store with a route to the drop-off. */
export interface RoutedStore extends NearbyStore {
  /** Travel time; undefined if only the distance is known. */
  travelSeconds?: number;
}

/** Measures the distances from stores to a drop-off with the configured strategy. */
@Injectable()
@Instrument()
export class StoreDistanceService {
  constructor(
    private readonly stores: StoreService,
    private readonly requestCache: RequestContextCacheService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /** Returns the stores of a channel with a route to the point, nearest first. */
  async storesOfChannel(ctx: RequestContext, channel: Channel, point: Point): Promise<RoutedStore[]> {
    return this.nearestFirst(ctx, await this.stores.storesOfChannel(ctx, channel), point);
  }

  /** Returns the stores with a route to the point, nearest first. */
  async nearestFirst(ctx: RequestContext, stores: readonly Store[], point: Point): Promise<RoutedStore[]> {
    const located = stores.filter(isLocated);
    const origins = located.map((store) => store.point);
    // Cached because each shipping method asks twice: for eligibility and for the price.
    const key = `seller-store-info:travel:${JSON.stringify([origins, point])}`;
    const travels = await this.requestCache.get<Promise<Array<Travel | undefined>>>(ctx, key, () =>
      this.options.distanceStrategy.travelTo(ctx, origins, point),
    );
    return located
      .flatMap((store, index) => {
        const travel = travels[index];
        return travel ? [{ ...store, distanceMetres: travel.metres, travelSeconds: travel.seconds }] : [];
      })
      .sort((a, b) => a.distanceMetres - b.distanceMetres);
  }
}
