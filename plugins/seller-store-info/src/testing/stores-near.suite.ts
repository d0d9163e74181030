import type { SimpleGraphQLClient } from '@vendure/testing';
import type { Marketplace } from './marketplace';
import { createStore, type TestSeller } from './sellers';
import { ALEXANDERPLATZ, type Shop } from './shop';
import { STORES_NEAR, storesNear } from './store-queries';

export function storesNearSuite(shop: () => Shop): void {
  describe('storesNear', () => {
    let marketplace: Marketplace;
    let admin: SimpleGraphQLClient;
    let annasAdmin: SimpleGraphQLClient;
    let shopper: SimpleGraphQLClient;
    let anna: TestSeller;
    let bruno: TestSeller;
    let logIn: Shop['logIn'];
    beforeAll(() => {
      ({ marketplace, admin, annasAdmin, shopper, anna, bruno, logIn } = shop());
    });

    it('returns the stores of all sellers within 5 km, nearest first', async () => {
      const { storesNear: stores } = await shopper.query(STORES_NEAR, { input: { point: ALEXANDERPLATZ } });
      expect(stores).toEqual({
        items: [
          { name: 'Bruno Mitte', distanceMetres: 0 },
          { name: 'Anna Mitte', distanceMetres: expect.closeTo(593.5, 0) },
          { name: 'Anna Kreuzberg', distanceMetres: expect.closeTo(2638, -1) },
        ],
        totalItems: 3,
      });
    });

    it('applies radius, skip and take', async () => {
      expect(await storesNear(shopper, { point: ALEXANDERPLATZ, radiusMetres: 594 })).toHaveLength(2);
      expect(await storesNear(shopper, { point: ALEXANDERPLATZ, radiusMetres: 593 })).toHaveLength(1);
      expect(await storesNear(shopper, { point: ALEXANDERPLATZ, take: 1 })).toEqual(['Bruno Mitte']);
      const second = { point: ALEXANDERPLATZ, skip: 1, take: 1 };
      const { storesNear: page } = await shopper.query(STORES_NEAR, { input: second });
      expect(page).toMatchObject({ items: [{ name: 'Anna Mitte' }], totalItems: 3 });
      const hamburg = { lat: 53.5, lon: 10 };
      expect(await storesNear(shopper, { point: hamburg, radiusMetres: 100_000 })).toEqual(['Bruno Hamburg']);
    });

    it('searches across the antimeridian', async () => {
      const brunosAdmin = await logIn('bruno@example.com', bruno);
      await createStore(brunosAdmin, 'Bruno Fiji', { storeLatitude: -16.8, storeLongitude: 179.99 });
      expect(await storesNear(shopper, { point: { lat: -16.8, lon: -179.99 } })).toEqual(['Bruno Fiji']);
    });

    it("returns only own stores in a seller's channel", async () => {
      const own = ['Anna Mitte', 'Anna Kreuzberg'];
      const atAnnas = marketplace.client('shop-api', anna.channelToken);
      expect(await storesNear(atAnnas, { point: ALEXANDERPLATZ })).toEqual(own);
      expect(await storesNear(annasAdmin, { point: ALEXANDERPLATZ })).toEqual(own);
      expect(await storesNear(admin, { point: ALEXANDERPLATZ })).toEqual(['Bruno Mitte', ...own]);
    });

    it.each([
      ['a latitude of 181', { point: { lat: 181, lon: 13 } }, /point\.lat/],
      ['(0, 0)', { point: { lat: 0, lon: 0 } }, /not a place/],
      ['a radius of 0', { point: ALEXANDERPLATZ, radiusMetres: 0 }, /radiusMetres.*1 to 100000/],
      ['101 stores', { point: ALEXANDERPLATZ, take: 101 }, /take.*1 to 100/],
    ])('rejects %s', async (_name, input, message) => {
      for (const client of [shopper, admin]) {
        const failing = storesNear(client, input);
        await expect(failing).rejects.toThrow(message);
        await expect(failing).rejects.toMatchObject({
          response: { errors: [{ extensions: { code: 'USER_INPUT_ERROR' } }] },
        });
      }
    });
  });
}
