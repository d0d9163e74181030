import type { MapTiles } from '@driver-dispatch/contract';
import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { NearbyStoresService } from '../stores/nearby-stores.service';
import { StoreService, type SellerStoresArgs } from '../stores/store.service';
import { parseStoresNearInput, type StoresNearInput } from './stores-near-input';

/** Queries of the Admin API. They need the permission `ReadStockLocation` in the channel. */
@Resolver()
export class AdminStoreResolver {
  constructor(
    private readonly stores: StoreService,
    private readonly nearby: NearbyStoresService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStoreMapTiles(): MapTiles | undefined {
    return this.options.mapTiles;
  }

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStores(@Ctx() ctx: RequestContext, @Args() { sellerId, options }: SellerStoresArgs) {
    return this.stores.findAllOfSeller(ctx, sellerId, { options });
  }

  @Query()
  @Allow(Permission.ReadStockLocation)
  storesNear(@Ctx() ctx: RequestContext, @Args() { input }: { input: StoresNearInput }) {
    return this.nearby.storesNear(ctx, parseStoresNearInput(input));
  }
}
