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
import { ReachService, type ReachableStore } from '../delivery/reach.service';
import { OrderAddressService } from '../geocoding/order-address.service';
import { FreeStockService } from './free-stock.service';
import { takeInOrder, type StockedLocation } from './take-in-order';

/**
 * Serves a seller's line from the seller's nearest store with stock, whatever channel the customer shops in; a line
 * without a seller from the stores of the customer's channel. A store that can't deliver to the address now, as it is
 * closed or too far away, comes after those that can; a stock location without coordinates comes last. While nobody
 * knows where the order goes, the fullest location comes first.
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
  private reach!: ReachService;
  private addresses!: OrderAddressService;
  private freeStock!: FreeStockService;

  override async init(injector: Injector): Promise<void> {
    await super.init(injector);
    this.channels = injector.get(ChannelService);
    this.reach = injector.get(ReachService);
    this.addresses = injector.get(OrderAddressService);
    this.freeStock = injector.get(FreeStockService);
  }

  async getAvailableStock(
    ctx: RequestContext,
    _productVariantId: ID,
    stockLevels: StockLevel[],
  ): Promise<AvailableStock> {
    const here = await this.locationsOfChannel(ctx, ctx.channelId);
    const levels = stockLevels.filter(({ stockLocationId }) => here.has(String(stockLocationId)));
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
    const free = await this.freeStock.of(ctx, orderLine.productVariantId);
    const stocked = stockLocations
      .filter(({ id }) => own.has(String(id)))
      .map((location) => ({ location, free: free(location.id) }))
      .sort((a, b) => (a.free === b.free ? 0 : b.free - a.free));
    return takeInOrder(await this.nearestFirst(ctx, stocked, orderLine, channelId), quantity);
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
    const ranked = rank(await this.reach.storesOfChannel(ctx, channel, point));
    const rankOf = ({ location }: StockedLocation<StockLocation>) => {
      const index = ranked.findIndex(({ id }) => idsAreEqual(id, location.id));
      return index < 0 ? ranked.length : index;
    };
    return [...stocked].sort((a, b) => rankOf(a) - rankOf(b));
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

/** Those that can deliver first, the nearest first. */
function rank(nearestFirst: readonly ReachableStore[]): ReachableStore[] {
  const now = new Date();
  const refuses = (store: ReachableStore) => deliveryRefusal(store, now, DEFAULT_TERMS) !== undefined;
  return [...nearestFirst].sort((a, b) => Number(refuses(a)) - Number(refuses(b)));
}
