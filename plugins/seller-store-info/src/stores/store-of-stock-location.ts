import { pointSchema } from '@driver-dispatch/contract';
import type { StockLocation } from '@vendure/core';
import { parseOpeningHours } from '../store-fields/opening-hours-error';
import type { ResolvedSellerStoreInfoOptions } from '../configuration/options';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import type { Store } from './store';

const trimText = (value: string | null | undefined) => value?.trim() || undefined;

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
