import type { Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { RequestContextCacheService, type Channel, type RequestContext } from '@vendure/core';
import type { Travel } from '../distance/distance-strategy';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { isLocated, type NearbyStore, type Store } from '../stores/store';
import { StoreService } from '../stores/store.service';

/** A store from which a way leads to a door. */
export interface ReachableStore extends NearbyStore {
  /** How long the way takes; absent where only the distance is known. */
  travelSeconds?: number;
}

/** How far it is from stores to a door. */
@Injectable()
export class ReachService {
  constructor(
    private readonly stores: StoreService,
    private readonly requestCache: RequestContextCacheService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /** The stores that sell in a channel and have a way to the point, nearest first. */
  async storesOfChannel(ctx: RequestContext, channel: Channel, point: Point): Promise<ReachableStore[]> {
    return this.nearestFirst(ctx, await this.stores.storesOfChannel(ctx, channel), point);
  }

  /** Those of the stores that have a way to the point, nearest first. */
  async nearestFirst(ctx: RequestContext, stores: readonly Store[], point: Point): Promise<ReachableStore[]> {
    const located = stores.filter(isLocated);
    const origins = located.map((store) => store.point);
    // Each shipping method of a cart asks twice, whether it is eligible and what it costs.
    const key = `seller-store-info:travel:${JSON.stringify([origins, point])}`;
    const travels = await this.requestCache.get<Promise<Array<Travel | undefined>>>(ctx, key, () =>
      this.options.distance.travelTo(ctx, origins, point),
    );
    return located
      .flatMap((store, index) => {
        const travel = travels[index];
        return travel ? [{ ...store, distanceMetres: travel.metres, travelSeconds: travel.seconds }] : [];
      })
      .sort((a, b) => a.distanceMetres - b.distanceMetres);
  }
}
