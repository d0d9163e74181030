import type { GeocodingAddress, Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { ID, RequestContext } from '@vendure/core';
import { CoordinateCheckService, type CheckedPoint } from '../geocoding/coordinate-check.service';
import { GeocodingService } from '../geocoding/geocoding.service';
import { opennessAt } from '../opening-hours/openness';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { PreparationService } from '../stores/preparation.service';
import { readyAt } from '../stores/ready-at';
import { StoreService } from '../stores/store.service';
import { chooseStore, DEFAULT_TERMS, mismatchOf, type DeliveryRefusal } from './delivery-refusal';
import { ReachService, type ReachableStore } from './reach.service';

export interface SellerDeliveryQuestion {
  sellerId: ID;
  /** Goes before the address, which it must match. */
  point?: Point;
  address?: GeocodingAddress;
  /** What is to be delivered, for the preparation time. */
  productVariantIds?: readonly ID[];
}

/** Whether a seller delivers to a place now, and when. */
export interface SellerDelivery {
  deliverable: boolean;
  reason?: DeliveryRefusal;
  /** The store that delivers, or the one whose reason is given. */
  store?: ReachableStore;
  /** Where the address is. */
  point?: Point;
  /** For an order that is placed now; of a closed store, from its opening on. Absent where it would be a guess. */
  preparedBy?: Date;
  deliveredAbout?: Date;
}

/** Promises deliveries. */
@Injectable()
export class SellerDeliveryService {
  constructor(
    private readonly stores: StoreService,
    private readonly reach: ReachService,
    private readonly geocoding: GeocodingService,
    private readonly coordinates: CoordinateCheckService,
    private readonly preparation: PreparationService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /**
   * Asked of the seller's stores that the context's channel sees.
   *
   * @throws when the geocoder can't tell now
   */
  async deliveryOf(ctx: RequestContext, question: SellerDeliveryQuestion): Promise<SellerDelivery> {
    const { sellerId, productVariantIds = [] } = question;
    const located = await this.locate(ctx, question);
    if (!located) {
      return { deliverable: false, reason: 'ADDRESS_NOT_FOUND' };
    }
    const { point, mismatch } = located;
    const now = new Date();
    const stores = await this.stores.storesOfSeller(ctx, sellerId);
    const choice = chooseStore(await this.reach.nearestFirst(ctx, stores, point), now, DEFAULT_TERMS);
    if (mismatch) {
      return { ...mismatchOf(choice), point };
    }
    const extraMinutes = await this.preparation.extraMinutes(ctx, productVariantIds);
    const isPromised = choice.store && (choice.deliverable || opensAgain(choice.store, now, choice.reason));
    return {
      ...choice,
      point,
      ...(choice.store && isPromised && this.promise(choice.store, now, extraMinutes)),
    };
  }

  private async locate(
    ctx: RequestContext,
    { point, address }: SellerDeliveryQuestion,
  ): Promise<CheckedPoint | undefined> {
    if (point && address) {
      return this.coordinates.check(point, address, () => this.geocoding.locateForVisitor(ctx, address));
    }
    const found = point ?? (address && (await this.geocoding.locateForVisitor(ctx, address)));
    return found && { point: found, mismatch: false };
  }

  private promise(store: ReachableStore, now: Date, extraMinutes: number) {
    const preparedBy = readyAt(store, now, extraMinutes);
    const metresPerSecond = this.options.deliverySpeedKmh / 3.6;
    const travelSeconds = store.travelSeconds ?? store.distanceMetres / metresPerSecond;
    return { preparedBy, deliveredAbout: new Date(preparedBy.getTime() + travelSeconds * 1000) };
  }
}

function opensAgain(store: ReachableStore, now: Date, reason: DeliveryRefusal): boolean {
  const openness = opennessAt(store, now);
  return reason !== 'TOO_FAR' && !openness.open && openness.opensAt !== undefined;
}
