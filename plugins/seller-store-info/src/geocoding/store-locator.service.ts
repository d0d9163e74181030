import type { GeocodingAddress } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  Instrument,
  StockLocation,
  StockLocationService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import { GeocodingService } from './geocoding.service';

/** Geocodes stores. */
@Injectable()
@Instrument()
export class StoreLocatorService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly stockLocations: StockLocationService,
    private readonly geocoding: GeocodingService,
  ) {}

  /**
   * Saves the geocode of a stock location's address, unless it has coordinates or its address has changed in the meantime.
   *
   * @returns whether the geocode was saved
   * @throws if the geocoder fails
   */
  async locateStore(ctx: RequestContext, id: ID): Promise<boolean> {
    const before = await this.fieldsOf(ctx, id);
    const point = before && needsGeocoding(before) && (await this.geocoding.locate(ctx, toAddress(before)));
    if (!point) {
      return false;
    }
    return this.connection.withTransaction(ctx, async (tx) => {
      const now = await this.fieldsOf(tx, id);
      if (
        !now ||
        !needsGeocoding(now) ||
        JSON.stringify(toAddress(now)) !== JSON.stringify(toAddress(before))
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

/** Whether a store has no coordinates, but a city or postal code. */
export function needsGeocoding(fields: StoreFields): boolean {
  const { storeLatitude, storeLongitude, storeCity, storePostalCode } = fields;
  return storeLatitude == null && storeLongitude == null && !!(storeCity?.trim() || storePostalCode?.trim());
}

function toAddress(fields: StoreFields): GeocodingAddress {
  return {
    streetLine1: fields.storeStreet,
    city: fields.storeCity,
    postalCode: fields.storePostalCode,
    province: fields.storeProvince,
    countryCode: fields.storeCountryCode,
  };
}
