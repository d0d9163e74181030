import type { PickupResult, Point } from '@driver-dispatch/contract';
import {
  EventBus,
  StockLocationEvent,
  type ID,
  type InjectableStrategy,
  type Injector,
  type Order,
  type RequestContext,
} from '@vendure/core';
import type { Subscription } from 'rxjs';
import { PreparationService } from '../stores/preparation.service';
import { readyAt } from '../stores/ready-at';
import { isLocated } from '../stores/store';
import { StoreService } from '../stores/store.service';

/** Maximum length of a name in the contract, in characters. */
const NAME_LENGTH = 200;

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
  private stores!: StoreService;
  private preparation!: PreparationService;
  private eventBus!: EventBus;
  private subscription: Subscription | undefined;

  init(injector: Injector): void {
    this.stores = injector.get(StoreService);
    this.preparation = injector.get(PreparationService);
    this.eventBus = injector.get(EventBus);
  }

  /**
   * Returns the pickup of the order, or why there is none.
   *
   * @param ctx in the channel of the order's seller
   */
  async pickupFor(ctx: RequestContext, order: Order): Promise<PickupResult> {
    const store =
      (await this.stores.storeWithMostUnitsOf(ctx, order.id)) ??
      (await this.stores.storesOfChannel(ctx, ctx.channel)).find(isLocated);
    if (!store) {
      return { found: false, problem: { code: 'STORE_MISSING', details: { channel: ctx.channel.code } } };
    }
    if (!isLocated(store)) {
      return { found: false, problem: { code: 'STORE_NOT_LOCATED', details: { store: store.name } } };
    }
    const { id: placeId, name, point, address, phone } = store;
    const extraMinutes = await this.preparation.extraMinutesOfOrder(ctx, order);
    const ready = readyAt(store, new Date(), extraMinutes).toISOString();
    return {
      found: true,
      pickup: { name: name.slice(0, NAME_LENGTH), point, address, phone, readyAt: ready },
      placeId,
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
}
