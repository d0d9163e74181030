import type { PickupResult, Point } from '@driver-dispatch/contract';
import {
  Allocation,
  ChannelService,
  EventBus,
  Order,
  StockLocationEvent,
  TransactionalConnection,
  type Channel,
  type ID,
  type InjectableStrategy,
  type Injector,
  type RequestContext,
} from '@vendure/core';
import type { Subscription } from 'rxjs';
import { PreparationService } from '../stores/preparation.service';
import { isLocated } from '../stores/store';
import { StoreService } from '../stores/store.service';
import { mainLocation } from './main-location';
import { pickupOfStore } from './pickup-of-store';

/**
 * Picks an order up at the stock location with most of its allocated units, for equal units the one with the lowest id. A
 * driver goes to one pickup, so the store has to bring units from other locations there.
 *
 * An order without allocations, for example of products without stock levels, is picked up at the oldest store with
 * coordinates in its seller's channel.
 *
 * Reads within the transaction of the given context. Needs the `SellerStoreInfoPlugin`.
 */
export class StockLocationPickupStrategy implements InjectableStrategy {
  private connection!: TransactionalConnection;
  private channelService!: ChannelService;
  private stores!: StoreService;
  private preparation!: PreparationService;
  private eventBus!: EventBus;
  private subscription: Subscription | undefined;

  init(injector: Injector): void {
    this.connection = injector.get(TransactionalConnection);
    this.channelService = injector.get(ChannelService);
    this.stores = injector.get(StoreService);
    this.preparation = injector.get(PreparationService);
    this.eventBus = injector.get(EventBus);
  }

  /** Returns the pickup of the order, or why there is none. */
  async pickupFor(ctx: RequestContext, order: Order): Promise<PickupResult> {
    const extraMinutes = await this.preparation.extraMinutesOfOrder(ctx, order);
    const location = mainLocation(await this.allocationsOf(ctx, order));
    if (location) {
      return pickupOfStore(this.stores.storeOf(location), new Date(), extraMinutes);
    }
    const channel = await this.sellerChannelOf(ctx, order);
    const store = (await this.stores.storesOfChannel(ctx, channel)).find(isLocated);
    return store
      ? pickupOfStore(store, new Date(), extraMinutes)
      : {
          found: false,
          reason:
            `Order "${order.code}" has no allocated stock, ` +
            `and channel "${channel.code}" has no stock location with coordinates`,
        };
  }

  /** Returns the stores with coordinates that are visible in the channel of the context, for the map. */
  async pickupPlaces(ctx: RequestContext): Promise<{ id: ID; name: string; point: Point }[]> {
    const stores = await this.stores.visibleStores(ctx);
    return stores.filter(isLocated).map(({ id, name, point }) => ({ id, name, point }));
  }

  /** Calls the listener with the id of each updated stock location after the commit. */
  onPlaceChanged(listener: (placeId: ID) => void): void {
    this.subscription = this.eventBus
      .ofType(StockLocationEvent)
      .subscribe(({ type, entity }) => type === 'updated' && listener(entity.id));
  }

  destroy(): void {
    this.subscription?.unsubscribe();
  }

  private allocationsOf(ctx: RequestContext, order: Order): Promise<Allocation[]> {
    return this.connection.getRepository(ctx, Allocation).find({
      where: { orderLine: { order: { id: order.id } } },
      relations: { stockLocation: true },
    });
  }

  /** Returns the order's channel other than the default channel, or the default channel if there is no other. */
  private async sellerChannelOf(ctx: RequestContext, order: Order): Promise<Channel> {
    const defaultChannel = await this.channelService.getDefaultChannel(ctx);
    const { channels } = await this.connection.getRepository(ctx, Order).findOneOrFail({
      where: { id: order.id },
      relations: { channels: true },
      order: { channels: { id: 'ASC' } },
    });
    return channels.find(({ id }) => String(id) !== String(defaultChannel.id)) ?? defaultChannel;
  }
}
