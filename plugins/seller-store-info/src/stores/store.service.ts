import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  ChannelService,
  StockLocation,
  TransactionalConnection,
  type Channel,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { boundingBox } from './bounding-box';
import { inBox, inChannel, ofSeller, type StockLocationQuery } from './stock-location-query';
import { isLocated, type NearbyStore, type Store } from './store';
import { storeOfStockLocation } from './store-of-stock-location';

/**
 * Finds stores.
 *
 * What a request sees follows Vendure's channels: from a seller's channel the stock locations assigned to it,
 * from the default channel, to which Vendure assigns every stock location, those of all sellers.
 */
@Injectable()
export class StoreService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channelService: ChannelService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  storeOf(location: StockLocation): Store {
    return storeOfStockLocation(location, this.options);
  }

  /** The seller's stores that the context's channel sees, located or not, oldest first. */
  async storesOfSeller(ctx: RequestContext, sellerId: ID): Promise<Store[]> {
    const defaultChannel = await this.channelService.getDefaultChannel(ctx);
    return this.storesIn(
      ofSeller(inChannel(this.stockLocations(ctx), ctx.channelId), sellerId, defaultChannel),
    );
  }

  /**
   * The stores that sell in a channel, located or not, oldest first, whichever channel the context has. Of the
   * default channel, that is those of its own seller, not those of every seller.
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

  /**
   * The stores with coordinates within the radius that the context's channel sees, nearest first.
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

  /** All that the context's channel sees, located or not, oldest first. */
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
