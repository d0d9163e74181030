import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext, type ID } from '@vendure/core';
import type { NearbyStore, Store } from '../stores/store';
import { NearbyStoresService } from '../stores/nearby-stores.service';
import { StoreService } from '../stores/store.service';
import { parseStoresNearInput, type StoresNearInput } from './stores-near-input';

/** What an administrator may ask on a channel where they may read stock locations. */
@Resolver()
export class AdminStoreResolver {
  constructor(
    private readonly stores: StoreService,
    private readonly nearby: NearbyStoresService,
  ) {}

  @Query()
  @Allow(Permission.ReadStockLocation)
  sellerStores(@Ctx() ctx: RequestContext, @Args() args: { sellerId: ID }): Promise<Store[]> {
    return this.stores.storesOfSeller(ctx, args.sellerId);
  }

  @Query()
  @Allow(Permission.ReadStockLocation)
  async storesNear(
    @Ctx() ctx: RequestContext,
    @Args() args: { input: StoresNearInput },
  ): Promise<NearbyStore[]> {
    return this.nearby.storesNear(ctx, parseStoresNearInput(args.input));
  }
}
