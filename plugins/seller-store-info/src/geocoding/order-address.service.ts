import { GEOCODING_PRECISIONS, type GeocodedPoint } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import { Logger, Order, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { pointOfAddress } from './address-fields';
import { CoordinateCheckService, type CheckedPoint } from './coordinate-check.service';
import { GeocodingService } from './geocoding.service';

/** Where the shipping addresses of orders are. */
@Injectable()
export class OrderAddressService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly geocoding: GeocodingService,
    private readonly coordinates: CoordinateCheckService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /**
   * The point of an order's address: its coordinates as far as they match the address, else its geocode. Undefined
   * where there is none, or the geocoder does not know the address or fails.
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
      Logger.warn(`A shipping address is not located: ${String(error)}`, 'SellerStoreInfoPlugin');
      return undefined;
    }
  }

  /**
   * Writes the geocode of an order's shipping address into it, unless it has coordinates or has changed meanwhile.
   * Answers the address as it is then; undefined where nothing was written.
   *
   * @throws when the geocoder can't tell now
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
    // The column holds the text that the address was read from, so that text tells whether it is still the same.
    const { affected } = await update
      .where('id = :id', { id: orderId })
      .andWhere(`${update.escape('shippingAddress')} = :before`, { before: JSON.stringify(before) })
      .execute();
    return affected ? after : undefined;
  }

  /** The shipping address of an order as it is stored. */
  async addressOf(ctx: RequestContext, orderId: ID): Promise<OrderAddress | undefined> {
    const order = await this.connection
      .getRepository(ctx, Order)
      .findOne({ where: { id: orderId }, loadEagerRelations: false });
    return order?.shippingAddress;
  }

  private isPreciseEnough({ precision }: GeocodedPoint): boolean {
    const { leastOrderPrecision } = this.options;
    return (
      !precision ||
      GEOCODING_PRECISIONS.indexOf(precision) <= GEOCODING_PRECISIONS.indexOf(leastOrderPrecision)
    );
  }
}
