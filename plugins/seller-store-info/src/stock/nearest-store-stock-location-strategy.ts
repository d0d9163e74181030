import {
  BaseStockLocationStrategy,
  ChannelService,
  idsAreEqual,
  Order,
  StockLocation,
  type AvailableStock,
  type Channel,
  type ID,
  type Injector,
  type LocationWithQuantity,
  type OrderLine,
  type RequestContext,
  type StockLevel,
} from '@vendure/core';
import { DEFAULT_TERMS, deliveryRefusal } from '../delivery/delivery-refusal';
import { StoreDistanceService, type RoutedStore } from '../stores/store-distance.service';
import { OrderAddressService } from '../geocoding/order-address.service';
import { SaleableStockService } from './saleable-stock.service';
import { allocateInOrder, type StockedLocation } from './allocate-in-order';

/**
 * Allocates a seller's line from the seller's nearest store with stock, in any channel. A line without a seller is allocated
 * from the stores of the channel of the context. Stores that cannot deliver now, because they are closed or too far away,
 * come after those that can. Stock locations without coordinates come last. If the address has no point, the location with
 * the most stock comes first.
 *
 * Needs the `SellerStoreInfoPlugin`.
 *
 * @example
 * ```ts
 * catalogOptions: { stockLocationStrategy: new NearestStoreStockLocationStrategy() }
 * ```
 */
export class NearestStoreStockLocationStrategy extends BaseStockLocationStrategy {
  private channels!: ChannelService;
  private distances!: StoreDistanceService;
  private addresses!: OrderAddressService;
  private saleableStock!: SaleableStockService;

  override async init(injector: Injector): Promise<void> {
    await super.init(injector);
    this.channels = injector.get(ChannelService);
    this.distances = injector.get(StoreDistanceService);
    this.addresses = injector.get(OrderAddressService);
    this.saleableStock = injector.get(SaleableStockService);
  }

  async getAvailableStock(
    ctx: RequestContext,
    _productVariantId: ID,
    stockLevels: StockLevel[],
  ): Promise<AvailableStock> {
    const visible = await this.locationsOfChannel(ctx, ctx.channelId);
    const levels = stockLevels.filter(({ stockLocationId }) => visible.has(String(stockLocationId)));
    return {
      stockOnHand: levels.reduce((sum, { stockOnHand }) => sum + stockOnHand, 0),
      stockAllocated: levels.reduce((sum, { stockAllocated }) => sum + stockAllocated, 0),
    };
  }

  async forAllocation(
    ctx: RequestContext,
    stockLocations: StockLocation[],
    orderLine: OrderLine,
    quantity: number,
  ): Promise<LocationWithQuantity[]> {
    const channelId = orderLine.sellerChannelId ?? ctx.channelId;
    const own = await this.locationsOfChannel(ctx, channelId);
    const saleable = await this.saleableStock.of(ctx, orderLine.productVariantId);
    const stocked = stockLocations
      .filter(({ id }) => own.has(String(id)))
      .map((location) => ({ location, saleable: saleable(location.id) }))
      .sort((a, b) => (a.saleable === b.saleable ? 0 : b.saleable - a.saleable));
    return allocateInOrder(await this.nearestFirst(ctx, stocked, orderLine, channelId), quantity);
  }

  private async nearestFirst(
    ctx: RequestContext,
    stocked: Array<StockedLocation<StockLocation>>,
    orderLine: OrderLine,
    channelId: ID,
  ): Promise<Array<StockedLocation<StockLocation>>> {
    const order = await this.connection.getRepository(ctx, Order).findOne({
      where: { lines: { id: orderLine.id } },
      loadEagerRelations: false,
    });
    const point = (await this.addresses.locate(ctx, order?.shippingAddress))?.point;
    const channel = point && (await this.channelOf(ctx, channelId));
    if (!point || !channel) {
      return stocked;
    }
    const ranked = rank(await this.distances.storesOfChannel(ctx, channel, point));
    const getRank = ({ location }: StockedLocation<StockLocation>) => {
      const index = ranked.findIndex(({ id }) => idsAreEqual(id, location.id));
      return index < 0 ? ranked.length : index;
    };
    return [...stocked].sort((a, b) => getRank(a) - getRank(b));
  }

  private async channelOf(ctx: RequestContext, id: ID): Promise<Channel | undefined> {
    return idsAreEqual(id, ctx.channelId) ? ctx.channel : this.channels.findOne(ctx, id);
  }

  private async locationsOfChannel(ctx: RequestContext, channelId: ID): Promise<Set<string>> {
    const locations = await this.connection.getRepository(ctx, StockLocation).find({
      select: { id: true },
      where: { channels: { id: channelId } },
      loadEagerRelations: false,
    });
    return new Set(locations.map(({ id }) => String(id)));
  }
}

/** Sorts stores that can deliver before those that cannot, nearest first. */
function rank(nearestFirst: readonly RoutedStore[]): RoutedStore[] {
  const now = new Date();
  const refuses = (store: RoutedStore) => deliveryRefusal(store, now, DEFAULT_TERMS) !== undefined;
  return [...nearestFirst].sort((a, b) => Number(refuses(a)) - Number(refuses(b)));
}
