import { boundingBox, greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  ChannelService,
  Instrument,
  ListQueryBuilder,
  StockLocation,
  TransactionalConnection,
  type Channel,
  type ID,
  type ListQueryOptions,
  type PaginatedList,
  type RequestContext,
} from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import {
  inBox,
  inChannel,
  located,
  ofSeller,
  withMostUnitsOf,
  type StockLocationQuery,
} from './stock-location-query';
import { isLocated, storeOfStockLocation, type NearbyStore, type Store } from './store';

/** Arguments of the query `sellerStores`. */
export interface SellerStoresArgs {
  sellerId: ID;
  /** Sort and filter by fields of the stock location. */
  options?: ListQueryOptions<StockLocation>;
}

/**
 * Finds stores.
 *
 * Visibility follows Vendure's channels: a seller's channel sees the stock locations assigned to it. The default channel
 * sees all stock locations, because Vendure assigns every stock location to it.
 */
@Injectable()
@Instrument()
export class StoreService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channelService: ChannelService,
    private readonly listQueryBuilder: ListQueryBuilder,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  storeOf(location: StockLocation): Store {
    return storeOfStockLocation(location, this.options);
  }

  /** Returns a store that is visible in the channel of the context. */
  async findOne(ctx: RequestContext, id: ID): Promise<Store | undefined> {
    const visible = inChannel(this.stockLocations(ctx), ctx.channelId);
    const location = await visible.andWhere('location.id = :id', { id }).getOne();
    return location ? this.storeOf(location) : undefined;
  }

  /**
   * Returns a page of the seller's stores visible in the channel of the context, oldest first.
   *
   * @param filter `located`: only stores with coordinates
   */
  async findAllOfSeller(
    ctx: RequestContext,
    sellerId: ID,
    filter: Pick<SellerStoresArgs, 'options'> & { located?: boolean } = {},
  ): Promise<PaginatedList<Store>> {
    const query = this.listQueryBuilder.build(StockLocation, filter.options, {
      ctx,
      entityAlias: 'location',
      orderBy: { createdAt: 'ASC', id: 'ASC' },
    });
    const ofTheSeller = await this.ofSeller(ctx, query, sellerId);
    const [locations, totalItems] = await (
      filter.located ? located(ofTheSeller) : ofTheSeller
    ).getManyAndCount();
    return { items: locations.map((location) => this.storeOf(location)), totalItems };
  }

  /** Returns the seller's stores visible in the channel of the context, with or without coordinates, oldest first. */
  async storesOfSeller(ctx: RequestContext, sellerId: ID): Promise<Store[]> {
    return this.storesIn(await this.ofSeller(ctx, this.stockLocations(ctx), sellerId));
  }

  /**
   * Returns the stores of a channel, with or without coordinates, oldest first. The channel of the context is ignored. For
   * the default channel returns the stores of its own seller only.
   */
  async storesOfChannel(ctx: RequestContext, channel: Channel): Promise<Store[]> {
    const defaultChannel = await this.channelService.getDefaultChannel(ctx);
    const assigned = inChannel(this.stockLocations(ctx), channel.id);
    const isDefault = String(channel.id) === String(defaultChannel.id);
    const { sellerId } = defaultChannel;
    return this.storesIn(
      isDefault && sellerId != null ? ofSeller(assigned, sellerId, defaultChannel) : assigned,
    );
  }

  /** Returns the store with most of the units allocated to an order. For equal units it is the one with the lowest id. */
  async storeWithMostUnitsOf(ctx: RequestContext, orderId: ID): Promise<Store | undefined> {
    const location = await withMostUnitsOf(this.stockLocations(ctx), orderId).getOne();
    return location ? this.storeOf(location) : undefined;
  }

  /**
   * Returns the stores within the radius that are visible in the channel of the context, nearest first.
   *
   * @param radiusMetres up to 1,000 km
   */
  async storesNear(ctx: RequestContext, point: Point, radiusMetres: number): Promise<NearbyStore[]> {
    const assigned = inChannel(this.stockLocations(ctx), ctx.channelId);
    const candidates = await this.storesIn(inBox(assigned, boundingBox(point, radiusMetres)));
    return candidates
      .filter(isLocated)
      .map((store) => ({ ...store, distanceMetres: greatCircleDistance(point, store.point) }))
      .filter(({ distanceMetres }) => distanceMetres <= radiusMetres)
      .sort((a, b) => a.distanceMetres - b.distanceMetres);
  }

  /** Returns all stores visible in the channel of the context, with or without coordinates, oldest first. */
  async visibleStores(ctx: RequestContext): Promise<Store[]> {
    return this.storesIn(inChannel(this.stockLocations(ctx), ctx.channelId));
  }

  private async ofSeller(
    ctx: RequestContext,
    query: StockLocationQuery,
    sellerId: ID,
  ): Promise<StockLocationQuery> {
    const defaultChannel = await this.channelService.getDefaultChannel(ctx);
    return ofSeller(inChannel(query, ctx.channelId), sellerId, defaultChannel);
  }

  private stockLocations(ctx: RequestContext): StockLocationQuery {
    return this.connection.getRepository(ctx, StockLocation).createQueryBuilder('location');
  }

  private async storesIn(query: StockLocationQuery): Promise<Store[]> {
    const locations = await query.orderBy('location.createdAt').addOrderBy('location.id').getMany();
    return locations.map((location) => this.storeOf(location));
  }
}
