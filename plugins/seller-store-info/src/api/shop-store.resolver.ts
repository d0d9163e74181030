import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext } from '@vendure/core';
import { NearbyStoresService } from '../stores/nearby-stores.service';
import { StoreService, type SellerStoresArgs } from '../stores/store.service';
import { parseStoresNearInput, type StoresNearInput } from './stores-near-input';

/**
 * Queries of the Shop API. They return only stores with coordinates. Stock locations without coordinates, such as
 * warehouses, are hidden.
 */
@Resolver()
export class ShopStoreResolver {
  constructor(
    private readonly stores: StoreService,
    private readonly nearby: NearbyStoresService,
  ) {}

  @Query()
  @Allow(Permission.Public)
  sellerStores(@Ctx() ctx: RequestContext, @Args() { sellerId, options }: SellerStoresArgs) {
    return this.stores.findAllOfSeller(ctx, sellerId, { options, located: true });
  }

  @Query()
  @Allow(Permission.Public)
  storesNear(@Ctx() ctx: RequestContext, @Args() { input }: { input: StoresNearInput }) {
    return this.nearby.storesNear(ctx, parseStoresNearInput(input));
  }
}
