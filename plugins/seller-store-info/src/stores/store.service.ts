import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  ChannelService,
  Instrument,
  StockLocation,
  TransactionalConnection,
  type Channel,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { boundingBox } from './bounding-box';
import { inBox, inChannel, ofSeller, withMostUnitsOf, type StockLocationQuery } from './stock-location-query';
import { isLocated, storeOfStockLocation, type NearbyStore, type Store } from './store';

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
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  storeOf(location: StockLocation): Store {
    return storeOfStockLocation(location, this.options);
  }

  /** Returns the seller's stores visible in the channel of the context, with or without coordinates, oldest first. */
  async storesOfSeller(ctx: RequestContext, sellerId: ID): Promise<Store[]> {
    const defaultChannel = await this.channelService.getDefaultChannel(ctx);
    return this.storesIn(
      ofSeller(inChannel(this.stockLocations(ctx), ctx.channelId), sellerId, defaultChannel),
    );
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

  private stockLocations(ctx: RequestContext): StockLocationQuery {
    return this.connection.getRepository(ctx, StockLocation).createQueryBuilder('location');
  }

  private async storesIn(query: StockLocationQuery): Promise<Store[]> {
    const locations = await query.orderBy('location.createdAt').addOrderBy('location.id').getMany();
    return locations.map((location) => this.storeOf(location));
  }
}
