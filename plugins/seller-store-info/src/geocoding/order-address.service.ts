import { GEOCODING_PRECISIONS, type GeocodedPoint } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import {
  Instrument,
  Logger,
  Order,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { pointOfAddress } from './address-fields';
import { CoordinateCheckService, type CheckedPoint } from './coordinate-check.service';
import { GeocodingService } from './geocoding.service';

/** Geocodes the shipping addresses of orders. */
@Injectable()
@Instrument()
export class OrderAddressService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly geocoding: GeocodingService,
    private readonly coordinates: CoordinateCheckService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /**
   * Returns the point of an order's address: its coordinates if they match the address, else its geocode. Returns undefined
   * without an address, or if geocoding does not find the address or fails.
   */
  async locate(ctx: RequestContext, address: OrderAddress | undefined): Promise<CheckedPoint | undefined> {
    const given = pointOfAddress(address);
    if (given) {
      return this.coordinates.check(given, address!, () => this.geocoding.locate(ctx, address!));
    }
    if (!address?.countryCode) {
      return undefined;
    }
    try {
      const point = await this.geocoding.locate(ctx, address);
      return point && { point, mismatch: false };
    } catch (error) {
      Logger.warn(`Geocoding of a shipping address failed: ${String(error)}`, 'SellerStoreInfoPlugin');
      return undefined;
    }
  }

  /**
   * Saves the geocode of an order's shipping address, unless the address has coordinates or has changed in the meantime.
   *
   * @returns the saved address, or undefined if nothing was saved
   * @throws if the geocoder fails
   */
  async locateOrder(ctx: RequestContext, orderId: ID): Promise<OrderAddress | undefined> {
    const before = await this.addressOf(ctx, orderId);
    if (!before?.countryCode || pointOfAddress(before)) {
      return undefined;
    }
    const point = await this.geocoding.locate(ctx, before);
    if (!point || !this.isPreciseEnough(point)) {
      return undefined;
    }
    const { lat: latitude, lon: longitude, precision: geocodingPrecision } = point;
    const customFields = { ...before.customFields, latitude, longitude, geocodingPrecision };
    const after: OrderAddress = { ...before, customFields };
    const update = this.connection
      .getRepository(ctx, Order)
      .createQueryBuilder()
      .update(Order)
      .set({ shippingAddress: after });
    // Compares the stored JSON text to detect a concurrent change.
    const { affected } = await update
      .where('id = :id', { id: orderId })
      .andWhere(`${update.escape('shippingAddress')} = :before`, { before: JSON.stringify(before) })
      .execute();
    return affected ? after : undefined;
  }

  /** Reads the stored shipping address of an order. */
  async addressOf(ctx: RequestContext, orderId: ID): Promise<OrderAddress | undefined> {
    const order = await this.connection
      .getRepository(ctx, Order)
      .findOne({ where: { id: orderId }, loadEagerRelations: false });
    return order?.shippingAddress;
  }

  private isPreciseEnough({ precision }: GeocodedPoint): boolean {
    const { minOrderPrecision } = this.options;
    return (
      !precision || GEOCODING_PRECISIONS.indexOf(precision) <= GEOCODING_PRECISIONS.indexOf(minOrderPrecision)
    );
  }
}
