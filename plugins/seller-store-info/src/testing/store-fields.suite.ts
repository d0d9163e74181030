import { RequestContextService, StockLocationService, TransactionalConnection } from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { Marketplace } from './marketplace';
import { createStore } from './sellers';
import type { Shop } from './shop';
import { stockLocationsNamed, UPDATE_STOCK_LOCATION } from './store-queries';

export function storeFieldsSuite(shop: () => Shop): void {
  describe('store fields', () => {
    let marketplace: Marketplace;
    let admin: SimpleGraphQLClient;
    let annaMitteId: string;
    beforeAll(() => {
      ({ marketplace, admin, annaMitteId } = shop());
    });

    const update = (id: string, customFields: object) =>
      admin.query(UPDATE_STOCK_LOCATION, { input: { id, customFields } });

    it.each([
      ['a latitude of 91', { storeLatitude: 91, storeLongitude: 13 }, /storeLatitude/],
      ['a longitude of -181', { storeLatitude: 52, storeLongitude: -181 }, /storeLongitude/],
      ['a latitude alone', { storeLatitude: 52 }, /must be set together/],
      ['a longitude alone', { storeLongitude: 13 }, /must be set together/],
      ['(0, 0)', { storeLatitude: 0, storeLongitude: 0 }, /not a place/],
      ['an unknown country', { storeCountryCode: 'UK' }, /ISO 3166-1 alpha-2/],
      ['an invalid phone number', { storePhone: 'call me' }, /must be a phone number/],
      ['a preparation time of more than a day', { preparationMinutes: 1441 }, /preparationMinutes/],
      ['a delivery radius of 0', { deliveryRadiusMetres: 0 }, /deliveryRadiusMetres/],
    ])('rejects %s and creates no stock location', async (name, customFields, message) => {
      await expect(createStore(admin, name, customFields)).rejects.toThrow(message);
      expect(await stockLocationsNamed(admin, name)).toEqual([]);
    });

    it('rejects an update that leaves a single coordinate', async () => {
      await expect(update(annaMitteId, { storeLongitude: null, preparationMinutes: 5 })).rejects.toThrow(
        /must be set together/,
      );
      const [stockLocation] = await stockLocationsNamed(admin, 'Anna Mitte');
      expect(stockLocation.customFields).toMatchObject({ storeLongitude: 13.405, preparationMinutes: 30 });
    });

    it('accepts one coordinate if the other is set, and the removal of both', async () => {
      const id = await createStore(admin, 'Pop-up', { storeLatitude: 52.4, storeLongitude: 13.1 });
      const moved = await update(id, { storeLatitude: 52.41 });
      expect(moved.updateStockLocation.customFields).toMatchObject({
        storeLatitude: 52.41,
        storeLongitude: 13.1,
      });
      const removed = await update(id, { storeLatitude: null, storeLongitude: null });
      expect(removed.updateStockLocation.customFields).toMatchObject({
        storeLatitude: null,
        storeLongitude: null,
      });
      await admin.query(
        gql`
          mutation ($id: ID!) {
            deleteStockLocation(input: { id: $id }) {
              result
            }
          }
        `,
        { id },
      );
    });

    it('reports errors in the language of the request', async () => {
      const input = { id: annaMitteId, customFields: { storeLatitude: null } };
      await expect(admin.query(UPDATE_STOCK_LOCATION, { input }, { languageCode: 'de' })).rejects.toThrow(
        /müssen zusammen gesetzt sein/,
      );
    });

    it('rejects an invalid value in a request with several mutations, which the validation of Vendure misses', async () => {
      const mutation = gql`
        mutation ($store: UpdateStockLocationInput!, $settings: UpdateGlobalSettingsInput!) {
          updateStockLocation(input: $store) {
            id
          }
          updateGlobalSettings(input: $settings) {
            __typename
          }
        }
      `;
      const store = { id: annaMitteId, customFields: { preparationMinutes: 5000 } };
      await expect(admin.query(mutation, { store, settings: {} })).rejects.toThrow(/from 0 to 1440/);
    });

    it('rejects an invalid value written through the service and rolls back the transaction', async () => {
      const ctx = await marketplace.app.get(RequestContextService).create({ apiType: 'admin' });
      const connection = marketplace.app.get(TransactionalConnection);
      const locations = marketplace.app.get(StockLocationService);
      const creation = connection.withTransaction(ctx, (tx) =>
        locations.create(tx, {
          name: 'Written through the service',
          customFields: { deliveryRadiusMetres: 100_001 },
        }),
      );
      await expect(creation).rejects.toThrow(/Delivery radius must be/);
      const { items } = await locations.findAll(ctx);
      expect(items.map(({ name }) => name)).not.toContain('Written through the service');
    });
  });
}
