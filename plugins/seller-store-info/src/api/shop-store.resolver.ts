import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext, type ID } from '@vendure/core';
import { isLocated, type LocatedStore, type NearbyStore } from '../stores/store';
import { NearbyStoresService } from '../stores/nearby-stores.service';
import { StoreService } from '../stores/store.service';
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
  async sellerStores(@Ctx() ctx: RequestContext, @Args() args: { sellerId: ID }): Promise<LocatedStore[]> {
    return (await this.stores.storesOfSeller(ctx, args.sellerId)).filter(isLocated);
  }

  @Query()
  @Allow(Permission.Public)
  async storesNear(
    @Ctx() ctx: RequestContext,
    @Args() args: { input: StoresNearInput },
  ): Promise<NearbyStore[]> {
    return this.nearby.storesNear(ctx, parseStoresNearInput(args.input));
  }
}
