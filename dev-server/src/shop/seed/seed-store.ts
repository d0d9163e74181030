import {
  ConfigService,
  StockLocation,
  StockLocationService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import type { StoreSeed } from '../berlin-catalog';
import type { Services } from './services';

/** Finds the stock location of a store by name, or creates it in the context's channel. */
export async function seedStore(app: Services, ctx: RequestContext, store: StoreSeed): Promise<ID> {
  const locations = app.get(TransactionalConnection).getRepository(ctx, StockLocation);
  const found = await locations.findOneBy({ name: store.name });
  if (found) {
    return found.id;
  }
  const { id } = await app.get(StockLocationService).create(ctx, {
    name: store.name,
    description: store.street,
    customFields: declaredOnly(app, {
      storeLatitude: store.point.lat,
      storeLongitude: store.point.lon,
      storeStreet: store.street,
      storeCity: 'Berlin',
      storePostalCode: store.postalCode,
      storeCountryCode: 'DE',
      storePhone: store.phone,
      preparationMinutes: store.preparationMinutes,
      storeTimeZone: 'Europe/Berlin',
    }),
  });
  return id;
}

/** Removes custom fields that the shop does not declare, as without the seller-store-info plugin. */
function declaredOnly(app: Services, fields: Record<string, unknown>): Record<string, unknown> {
  const declared = app.get(ConfigService).customFields.StockLocation ?? [];
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => declared.some((field) => field.name === name)),
  );
}
