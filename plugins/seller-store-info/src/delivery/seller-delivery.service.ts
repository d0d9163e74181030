import type { GeocodingAddress, Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Instrument, type ID, type RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { CoordinateCheckService, type CheckedPoint } from '../geocoding/coordinate-check.service';
import { GeocodingService } from '../geocoding/geocoding.service';
import { openingStatusAt } from '../opening-hours/opening-status';
import { PreparationService } from '../stores/preparation.service';
import { readyAt } from '../stores/ready-at';
import { StoreDistanceService, type RoutedStore } from '../stores/store-distance.service';
import { StoreService } from '../stores/store.service';
import { chooseStore, DEFAULT_TERMS, toMismatch, type DeliveryRefusal } from './delivery-refusal';

export interface SellerDeliveryQuery {
  sellerId: ID;
  /** Takes precedence over the address, which it must match. */
  point?: Point;
  address?: GeocodingAddress;
  /** The ordered variants, for the preparation time. */
  productVariantIds?: readonly ID[];
}

/** Whether a seller delivers to an address now, and when. */
export interface SellerDelivery {
  deliverable: boolean;
  reason?: DeliveryRefusal;
  /** The store that delivers, or the one that the reason refers to. */
  store?: RoutedStore;
  /** The location of the address. */
  point?: Point;
  /** When an order placed now is ready. A closed store starts when it opens. Undefined if the store is too far away. */
  readyAt?: Date;
  /** Predicted arrival at the drop-off. */
  eta?: Date;
}

/** Answers whether and when a seller delivers to an address. */
@Injectable()
@Instrument()
export class SellerDeliveryService {
  constructor(
    private readonly stores: StoreService,
    private readonly distances: StoreDistanceService,
    private readonly geocoding: GeocodingService,
    private readonly coordinates: CoordinateCheckService,
    private readonly preparation: PreparationService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /**
   * Considers the seller's stores that are visible in the channel of the context.
   *
   * @throws if the geocoder fails
   */
  async deliveryOf(ctx: RequestContext, query: SellerDeliveryQuery): Promise<SellerDelivery> {
    const { sellerId, productVariantIds = [] } = query;
    const located = await this.locate(ctx, query);
    if (!located) {
      return { deliverable: false, reason: 'ADDRESS_NOT_FOUND' };
    }
    const { point, mismatch } = located;
    const now = new Date();
    const stores = await this.stores.storesOfSeller(ctx, sellerId);
    const choice = chooseStore(await this.distances.nearestFirst(ctx, stores, point), now, DEFAULT_TERMS);
    if (mismatch) {
      return { ...toMismatch(choice), point };
    }
    const extraMinutes = await this.preparation.extraMinutes(ctx, productVariantIds);
    const hasTimes = choice.store && (choice.deliverable || opensAgain(choice.store, now, choice.reason));
    return {
      ...choice,
      point,
      ...(choice.store && hasTimes && this.timesOf(choice.store, now, extraMinutes)),
    };
  }

  private async locate(
    ctx: RequestContext,
    { point, address }: SellerDeliveryQuery,
  ): Promise<CheckedPoint | undefined> {
    if (point && address) {
      return this.coordinates.check(point, address, () => this.geocoding.locateForVisitor(ctx, address));
    }
    const found = point ?? (address && (await this.geocoding.locateForVisitor(ctx, address)));
    return found && { point: found, mismatch: false };
  }

  private timesOf(store: RoutedStore, now: Date, extraMinutes: number) {
    const ready = readyAt(store, now, extraMinutes);
    const metresPerSecond = this.options.deliverySpeedKmh / 3.6;
    const travelSeconds = store.travelSeconds ?? store.distanceMetres / metresPerSecond;
    return { readyAt: ready, eta: new Date(ready.getTime() + travelSeconds * 1000) };
  }
}

function opensAgain(store: RoutedStore, now: Date, reason: DeliveryRefusal): boolean {
  const status = openingStatusAt(store, now);
  return reason !== 'TOO_FAR' && !status.open && status.opensAt !== undefined;
}
