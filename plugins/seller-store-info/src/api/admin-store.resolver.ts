import type { GeocodingAddress, MapTiles, Point } from '@driver-dispatch/contract';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext, Transaction, type ID } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';
import { GeocodingService } from '../geocoding/geocoding.service';
import type { Store } from '../stores/store';
import { NearbyStoresService } from '../stores/nearby-stores.service';
import { StorePauseService } from '../stores/store-pause.service';
import { StoreService, type SellerStoresArgs } from '../stores/store.service';
import { parseStoresNearInput, type StoresNearInput } from './stores-near-input';

/**
 * Queries and mutations of the Admin API. They need the permission `ReadStockLocation` or `UpdateStockLocation` in the
 * channel.
 */
@Resolver()
export class AdminStoreResolver {
  constructor(
    private readonly stores: StoreService,
    private readonly nearby: NearbyStoresService,
    private readonly pauses: StorePauseService,
    private readonly geocoding: GeocodingService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStoreMapTiles(): MapTiles | undefined {
    return this.options.mapTiles;
  }

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStoreAddressSearch(): boolean {
    return !(this.options.geocodingStrategy instanceof NoGeocodingStrategy);
  }

  @Query()
  @Allow(Permission.UpdateStockLocation)
  geocodeSellerStoreAddress(
    @Ctx() ctx: RequestContext,
    @Args() { address }: { address: GeocodingAddress },
  ): Promise<Point | undefined> {
    return this.geocoding.locateForVisitor(ctx, address);
  }

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStore(@Ctx() ctx: RequestContext, @Args() { id }: { id: ID }): Promise<Store | undefined> {
    return this.stores.findOne(ctx, id);
  }

  @Mutation()
  @Transaction()
  @Allow(Permission.UpdateStockLocation)
  pauseSellerStore(
    @Ctx() ctx: RequestContext,
    @Args() { id, minutes }: { id: ID; minutes: number },
  ): Promise<Store> {
    return this.pauses.pause(ctx, id, minutes);
  }

  @Mutation()
  @Transaction()
  @Allow(Permission.UpdateStockLocation)
  resumeSellerStore(@Ctx() ctx: RequestContext, @Args() { id }: { id: ID }): Promise<Store> {
    return this.pauses.resume(ctx, id);
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
