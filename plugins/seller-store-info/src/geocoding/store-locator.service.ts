import type { GeocodingAddress } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  StockLocation,
  StockLocationService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import { GeocodingService } from './geocoding.service';

/** Gives stores their point. */
@Injectable()
export class StoreLocatorService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly stockLocations: StockLocationService,
    private readonly geocoding: GeocodingService,
  ) {}

  /**
   * Writes the geocode of a stock location's address, unless it has coordinates or has changed meanwhile. Tells
   * whether it did.
   *
   * @throws when the geocoder can't tell now
   */
  async locateStore(ctx: RequestContext, id: ID): Promise<boolean> {
    const before = await this.fieldsOf(ctx, id);
    const point = before && awaitsItsPoint(before) && (await this.geocoding.locate(ctx, addressOf(before)));
    if (!point) {
      return false;
    }
    return this.connection.withTransaction(ctx, async (tx) => {
      const now = await this.fieldsOf(tx, id);
      if (
        !now ||
        !awaitsItsPoint(now) ||
        JSON.stringify(addressOf(now)) !== JSON.stringify(addressOf(before))
      ) {
        return false;
      }
      const customFields = { storeLatitude: point.lat, storeLongitude: point.lon };
      await this.stockLocations.update(tx, { id, customFields });
      return true;
    });
  }

  private async fieldsOf(ctx: RequestContext, id: ID): Promise<StoreFields | undefined> {
    const location = await this.connection.getRepository(ctx, StockLocation).findOneBy({ id });
    return location?.customFields;
  }
}

/** Whether a store says enough to be looked for, and has no coordinates. */
export function awaitsItsPoint(fields: StoreFields): boolean {
  const { storeLatitude, storeLongitude, storeCity, storePostalCode } = fields;
  return storeLatitude == null && storeLongitude == null && !!(storeCity?.trim() || storePostalCode?.trim());
}

function addressOf(fields: StoreFields): GeocodingAddress {
  return {
    streetLine1: fields.storeStreet,
    city: fields.storeCity,
    postalCode: fields.storePostalCode,
    province: fields.storeProvince,
    countryCode: fields.storeCountryCode,
  };
}
