import { pointSchema } from '@driver-dispatch/contract';
import type { StockLocation } from '@vendure/core';
import { openingHoursOf } from '../opening-hours/opening-hours-error';
import type { ResolvedSellerStoreInfoOptions } from '../plugin-options';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import type { Store } from './store';

const textOf = (value: string | null | undefined) => value?.trim() || undefined;

/** Defaults for unset fields of a stock location. */
export type StoreDefaults = Pick<
  ResolvedSellerStoreInfoOptions,
  'defaultPreparationMinutes' | 'defaultTimeZone' | 'defaultDeliveryRadiusMetres'
>;

/** Converts a stock location to a store. */
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
      street: textOf(fields.storeStreet),
      city: textOf(fields.storeCity),
      postalCode: textOf(fields.storePostalCode),
      province: textOf(fields.storeProvince),
      countryCode: textOf(fields.storeCountryCode),
    },
    phone: textOf(fields.storePhone),
    preparationMinutes: fields.preparationMinutes ?? defaults.defaultPreparationMinutes,
    deliveryRadiusMetres: fields.deliveryRadiusMetres ?? defaults.defaultDeliveryRadiusMetres,
    timeZone: textOf(fields.storeTimeZone) ?? defaults.defaultTimeZone,
    openingHours: openingHoursOf(fields.storeOpeningHours),
    pausedUntil: fields.storePausedUntil ? new Date(fields.storePausedUntil) : undefined,
  };
}
