import { pointSchema } from '@driver-dispatch/contract';
import type { StockLocation } from '@vendure/core';
import type { StoreFields } from '../store-fields/custom-stock-location-fields';
import type { Store } from './store';

const textOf = (value: string | null | undefined) => value?.trim() || undefined;

/**
 * The store that a stock location is.
 *
 * @param defaultPreparationMinutes minutes, where the location does not say
 */
export function storeOfStockLocation(
  location: Pick<StockLocation, 'id' | 'name'> & { customFields: StoreFields },
  defaultPreparationMinutes: number,
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
    preparationMinutes: fields.preparationMinutes ?? defaultPreparationMinutes,
    deliveryRadiusMetres: fields.deliveryRadiusMetres ?? undefined,
  };
}
