import { pointSchema, type Address, type Point } from '@driver-dispatch/contract';
import type { ID, StockLocation } from '@vendure/core';
import type { ResolvedSellerStoreInfoOptions } from '../configuration/options';
import type { OpeningRules } from '../opening-hours/opening-status';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import { parseOpeningHours } from '../store-fields/opening-hours-error';

/** A stock location as a store. Without a point, such as a warehouse, it is hidden from shoppers. */
export interface Store extends OpeningRules {
  /** The stock location's id. */
  id: ID;
  name: string;
  /** Undefined unless both coordinates are set and valid. */
  point?: Point;
  address: Address;
  phone?: string;
  /** Minutes to prepare an order, from the payment or from the next opening; the default if the store has none. */
  preparationMinutes: number;
  /** Delivery radius in metres; undefined for no limit. */
  deliveryRadiusMetres?: number;
}

export interface LocatedStore extends Store {
  point: Point;
}

export interface NearbyStore extends LocatedStore {
  /** Metres from the store to the requested point, by great circle or by the distance strategy. */
  distanceMetres: number;
}

export function isLocated(store: Store): store is LocatedStore {
  return store.point !== undefined;
}

/** Defaults for unset fields of a stock location. */
export type StoreDefaults = Pick<
  ResolvedSellerStoreInfoOptions,
  'defaultPreparationMinutes' | 'defaultTimeZone' | 'defaultDeliveryRadiusMetres'
>;

export function storeOfStockLocation(
  location: Pick<StockLocation, 'id' | 'name'> & { customFields: StoreFields },
  defaults: StoreDefaults,
): Store {
  const fields = location.customFields;
  const point = pointSchema.safeParse({ lat: fields.storeLatitude, lon: fields.storeLongitude });
  return {
    id: location.id,
    name: location.name,
    point: point.success ? point.data : undefined,
    address: {
      street: trimText(fields.storeStreet),
      city: trimText(fields.storeCity),
      postalCode: trimText(fields.storePostalCode),
      province: trimText(fields.storeProvince),
      countryCode: trimText(fields.storeCountryCode),
    },
    phone: trimText(fields.storePhone),
    preparationMinutes: fields.preparationMinutes ?? defaults.defaultPreparationMinutes,
    deliveryRadiusMetres: fields.deliveryRadiusMetres ?? defaults.defaultDeliveryRadiusMetres,
    timeZone: trimText(fields.storeTimeZone) ?? defaults.defaultTimeZone,
    openingHours: parseOpeningHours(fields.storeOpeningHours),
    pausedUntil: fields.storePausedUntil ? new Date(fields.storePausedUntil) : undefined,
  };
}

function trimText(value: string | null | undefined): string | undefined {
  return value?.trim() || undefined;
}
