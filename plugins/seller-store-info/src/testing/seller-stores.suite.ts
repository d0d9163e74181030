import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { Marketplace } from './marketplace';
import type { TestSeller } from './sellers';
import { MAP_TILES, type Shop } from './shop';
import { SELLER_STORES, sellerStores } from './store-queries';

export function sellerStoresSuite(shop: () => Shop): void {
  describe('sellerStores', () => {
    let marketplace: Marketplace;
    let admin: SimpleGraphQLClient;
    let annasAdmin: SimpleGraphQLClient;
    let shopper: SimpleGraphQLClient;
    let anna: TestSeller;
    let bruno: TestSeller;
    let annaMitteId: string;
    let logIn: Shop['logIn'];
    let defaultChannel: Shop['defaultChannel'];
    beforeAll(() => {
      ({ marketplace, admin, annasAdmin, shopper, anna, bruno, annaMitteId, logIn, defaultChannel } = shop());
    });

    it('returns all fields of a store to shoppers', async () => {
      const { sellerStores: stores } = await shopper.query(SELLER_STORES, { sellerId: anna.id });
      expect(stores.items[0]).toEqual({
        id: annaMitteId,
        name: 'Anna Mitte',
        point: { lat: 52.52, lon: 13.405 },
        address: {
          street: 'Karl-Liebknecht-Str. 5',
          city: 'Berlin',
          postalCode: '10178',
          province: 'Berlin',
          countryCode: 'DE',
        },
        phone: '+49 30 1234567',
        preparationMinutes: 30,
        deliveryRadiusMetres: 3000,
        timeZone: 'UTC',
        openNow: true,
        distanceMetres: null,
      });
      expect(stores.items[1]).toMatchObject({
        name: 'Anna Kreuzberg',
        preparationMinutes: 12,
        deliveryRadiusMetres: 20_000,
      });
    });

    it('returns pages, sorted and filtered by name', async () => {
      const page = async (options: object) => {
        const { sellerStores: stores } = await shopper.query(SELLER_STORES, { sellerId: anna.id, options });
        return [stores.totalItems, ...stores.items.map(({ name }: { name: string }) => name)];
      };
      expect(await page({ take: 1, skip: 1 })).toEqual([2, 'Anna Kreuzberg']);
      expect(await page({ take: 1, sort: { name: 'ASC' } })).toEqual([2, 'Anna Kreuzberg']);
      expect(await page({ filter: { name: { contains: 'Mitte' } } })).toEqual([1, 'Anna Mitte']);
      await expect(page({ filter: { phone: { eq: '1' } } })).rejects.toThrow(/invalid-filter-field/);
    });

    it('returns the stores with coordinates of every seller to shoppers in the default channel', async () => {
      expect(await sellerStores(shopper, anna.id)).toEqual(['Anna Mitte', 'Anna Kreuzberg']);
      expect(await sellerStores(shopper, bruno.id)).toEqual(['Bruno Mitte', 'Bruno Hamburg']);
    });

    it("returns only the seller's stores to shoppers in a seller's channel", async () => {
      const atAnnas = marketplace.client('shop-api', anna.channelToken);
      expect(await sellerStores(atAnnas, anna.id)).toEqual(['Anna Mitte', 'Anna Kreuzberg']);
      expect(await sellerStores(atAnnas, bruno.id)).toEqual([]);
    });

    it('returns all stores to the superadmin, also without coordinates', async () => {
      expect(await sellerStores(admin, anna.id)).toEqual(['Anna warehouse', 'Anna Mitte', 'Anna Kreuzberg']);
      expect(await sellerStores(admin, bruno.id)).toEqual(['Bruno Mitte', 'Bruno Hamburg']);
    });

    it('returns stores of no other seller for the seller of the default channel', async () => {
      const { activeChannel } = await shopper.query(gql`
        {
          activeChannel {
            seller {
              id
            }
          }
        }
      `);
      expect(await sellerStores(admin, activeChannel.seller.id)).toEqual(['Default Stock Location']);
    });

    it('returns the map tiles to the dashboard', async () => {
      const { sellerStoreMapTiles } = await annasAdmin.query(gql`
        {
          sellerStoreMapTiles {
            url
            darkUrl
            maxZoom
          }
        }
      `);
      expect(sellerStoreMapTiles).toEqual({ ...MAP_TILES, darkUrl: null });
    });

    it('returns only own stores to an administrator of a seller', async () => {
      expect(await sellerStores(annasAdmin, anna.id)).toEqual([
        'Anna warehouse',
        'Anna Mitte',
        'Anna Kreuzberg',
      ]);
      expect(await sellerStores(annasAdmin, bruno.id)).toEqual([]);
      const onDefaultChannel = await logIn('anna@example.com', anna);
      onDefaultChannel.setChannelToken((await defaultChannel()).token);
      await expect(sellerStores(onDefaultChannel, bruno.id)).rejects.toThrow(/not currently authorized/);
    });

    it('rejects administrators without permission and anonymous users', async () => {
      const clerk = await logIn('clerk@example.com', anna);
      await expect(sellerStores(clerk, anna.id)).rejects.toThrow(/not currently authorized/);
      const anonymous = marketplace.client('admin-api');
      await expect(sellerStores(anonymous, anna.id)).rejects.toThrow(/not currently authorized/);
    });
  });
}
