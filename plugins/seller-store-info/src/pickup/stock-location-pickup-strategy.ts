import type { PickupAnswer, Point } from '@driver-dispatch/contract';
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
 * Picks an order up where its stock is: at the stock location that holds most of its allocated units (of equals
 * the one with the lowest id). A driver goes to one place, so what the order takes from other locations has to
 * be brought there.
 *
 * An order without allocations, as of products without stock levels, is picked up at the oldest located store
 * of its seller's channel.
 *
 * Reads within the transaction of the context it is given, and needs the `SellerStoreInfoPlugin`.
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

  /** Where and when the order can be picked up, or why that can't be told. */
  async pickupFor(ctx: RequestContext, order: Order): Promise<PickupAnswer> {
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

  /** The stores that the context's channel sees, for the map. */
  async pickupPlaces(ctx: RequestContext): Promise<{ id: ID; name: string; point: Point }[]> {
    const stores = await this.stores.visibleStores(ctx);
    return stores.filter(isLocated).map(({ id, name, point }) => ({ id, name, point }));
  }

  /** Calls the listener with the id of each stock location that is changed, once that is committed. */
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

  /** The order's channel that is not the default one; the default one where there is no other. */
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
