import { Allocation, TransactionalConnection } from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import { PRICE_BY_DISTANCE } from '../shipping/distance-shipping-calculator';
import { STORE_DELIVERS } from '../shipping/store-delivery-checker';
import { ADD_ITEM, payFor, SET_ADDRESS } from './check-out';
import { createShippingMethod, createStore, createVariant } from './sellers';
import { ALEXANDERPLATZ, type Shop } from './shop';
import { UPDATE_STOCK_LOCATION } from './store-queries';

const OFFERED = gql`
  {
    eligibleShippingMethods {
      id
      code
      price
      priceWithTax
      metadata
    }
  }
`;

const DELIVERY = gql`
  query Delivery($input: SellerDeliveryInput!) {
    sellerDelivery(input: $input) {
      deliverable
      reason
      point {
        lat
        lon
      }
    }
  }
`;

export function shippingSuite(shop: () => Shop): void {
  describe('cart of several sellers', () => {
    let shopper: SimpleGraphQLClient;
    let pizza: string;
    let book: string;
    let annasPrenzlauerBerg: string;

    beforeAll(async () => {
      const { anna, bruno, annaMitteId, annasKreuzberg, brunosMitte, superadminOf } = shop();
      const atAnnas = await superadminOf(anna);
      const atBrunos = await superadminOf(bruno);
      annasPrenzlauerBerg = await createStore(atAnnas, 'Anna Prenzlauer Berg', {
        storeLatitude: 52.5389,
        storeLongitude: 13.4244,
      });
      const plenty = { [annaMitteId]: 10, [annasKreuzberg]: 10, [annasPrenzlauerBerg]: 10 };
      pizza = await createVariant(atAnnas, 'margherita', plenty);
      book = await createVariant(atBrunos, 'atlas', { [brunosMitte]: 10 });
      await createShippingMethod(atAnnas, 'anna', STORE_DELIVERS, PRICE_BY_DISTANCE, {
        base: '200',
        perKm: '100',
        freeAbove: '2500',
        includesTax: 'include',
        taxRate: '19',
      });
      await createShippingMethod(atBrunos, 'bruno', STORE_DELIVERS, PRICE_BY_DISTANCE, {
        steps: '["1000: 150", "3000: 300"]',
        perKm: '50',
        includesTax: 'include',
        taxRate: '19',
      });
    });

    beforeEach(() => {
      shopper = shop().marketplace.client('shop-api');
      Object.assign(shop().nominatim, { status: 200, body: [], delayMs: 0 });
    });

    /** Sets the geocoding result. */
    const geocodeTo = ({ lat, lon }: { lat: number; lon: number }, rest: object = { place_rank: 30 }) => {
      shop().nominatim.body = [{ lat: String(lat), lon: String(lon), ...rest }];
    };

    const fill = async (
      point: { lat: number; lon: number } | undefined,
      units: Record<string, number>,
      address: { streetLine1?: string; city?: string } = {},
    ) => {
      for (const [variantId, quantity] of Object.entries(units)) {
        expect((await shopper.query(ADD_ITEM, { variantId, quantity })).result).not.toHaveProperty('message');
      }
      const customFields = point && { latitude: point.lat, longitude: point.lon };
      if (point && Object.keys(address).length === 0) {
        geocodeTo(point);
      }
      const known = { streetLine1: point ? `Known ${point.lat}, ${point.lon}` : 'Torstr. 1', city: 'Berlin' };
      const input = { ...known, ...address, countryCode: 'DE', customFields };
      await shopper.query(SET_ADDRESS, { input });
    };
    const offered = async (): Promise<
      Record<string, { id: string; priceWithTax: number; metadata: unknown }>
    > => {
      const { eligibleShippingMethods } = await shopper.query(OFFERED);
      return Object.fromEntries(
        eligibleShippingMethods
          .filter(({ code }: { code: string }) => ['anna', 'bruno'].includes(code))
          .map((method: { code: string }) => [method.code, method]),
      );
    };
    const update = (id: string, customFields: object) =>
      shop().admin.query(UPDATE_STOCK_LOCATION, { input: { id, customFields } });
    const allocatedStores = async (code: string) => {
      const allocations = await shop()
        .marketplace.app.get(TransactionalConnection)
        .rawConnection.getRepository(Allocation)
        .find({ where: { orderLine: { order: { code } } }, relations: { stockLocation: true } });
      return allocations.map(({ stockLocation, quantity }) => `${quantity} of ${stockLocation.name}`).sort();
    };

    it.each([
      ['is far away', 'Far away 1', { place_rank: 30 }],
      ['is in a remote locality', 'Far away 2', { place_rank: 16, addresstype: 'city' }],
    ])('gets no methods if the address of its coordinates %s', async (_, streetLine1, place) => {
      const there = { lat: ALEXANDERPLATZ.lat + 0.5, lon: ALEXANDERPLATZ.lon };
      geocodeTo(there, place);
      await fill(ALEXANDERPLATZ, { [pizza]: 1 }, { streetLine1 });
      expect(await offered()).toEqual({});
      const { sellerDelivery } = await shopper.query(DELIVERY, {
        input: {
          sellerId: shop().anna.id,
          point: ALEXANDERPLATZ,
          address: { streetLine1, city: 'Berlin', countryCode: 'DE' },
        },
      });
      expect(sellerDelivery).toEqual({ deliverable: false, reason: 'ADDRESS_MISMATCH', point: there });
    });

    it.each([
      ['is not found', { streetLine1: 'Unknown 1' }, 200],
      ['is incomplete', { city: '' }, 200],
      ['cannot be geocoded', { streetLine1: 'Unavailable 1' }, 500],
    ])('gets no methods if the address of its coordinates %s', async (_, address, status) => {
      shop().nominatim.status = status;
      await fill(ALEXANDERPLATZ, { [pizza]: 1 }, address);
      expect(await offered()).toEqual({});
    });

    it('gets a method for coordinates in the locality of the address', async () => {
      geocodeTo({ lat: ALEXANDERPLATZ.lat + 0.09, lon: ALEXANDERPLATZ.lon }, { place_rank: 16 });
      await fill(ALEXANDERPLATZ, { [pizza]: 1 }, { streetLine1: 'Somewhere in Berlin 1' });
      expect(await offered()).toHaveProperty('anna');
    });

    it('gets the method of each seller, priced from the nearest store', async () => {
      await fill(ALEXANDERPLATZ, { [pizza]: 1, [book]: 1 });
      expect(await offered()).toMatchObject({
        // 593.5 m from Mitte, and next door.
        anna: { priceWithTax: 259, metadata: { storeName: 'Anna Mitte', distanceMetres: 594 } },
        bruno: { priceWithTax: 150, metadata: { storeName: 'Bruno Mitte', distanceMetres: 0 } },
      });
    });

    it('gets no method of a seller without lines', async () => {
      await fill(ALEXANDERPLATZ, { [book]: 1 });
      expect(Object.keys(await offered())).toEqual(['bruno']);
    });

    it("gets free delivery by the value of the seller's own goods", async () => {
      await fill(ALEXANDERPLATZ, { [pizza]: 3, [book]: 1 });
      expect(await offered()).toMatchObject({ anna: { priceWithTax: 0 }, bruno: { priceWithTax: 150 } });
    });

    it('gets no methods for an unknown address', async () => {
      await fill(undefined, { [pizza]: 1, [book]: 1 });
      expect(await offered()).toEqual({});
    });

    it('gets a method that allows unknown addresses, with distance zero', async () => {
      const { anna, superadminOf } = shop();
      const tariff = { base: '200', perKm: '100', includesTax: 'include' };
      await createShippingMethod(
        ...([await superadminOf(anna), 'anywhere', STORE_DELIVERS, PRICE_BY_DISTANCE, tariff] as const),
        { allowUnknownAddress: 'true' },
      );
      await fill(undefined, { [pizza]: 1 });
      const { eligibleShippingMethods } = await shopper.query(OFFERED);
      expect(eligibleShippingMethods).toContainEqual(
        expect.objectContaining({ code: 'anywhere', priceWithTax: 200, metadata: null }),
      );
    });

    it('gets no method of closed or distant stores, and uses the next store', async () => {
      await fill(ALEXANDERPLATZ, { [pizza]: 1, [book]: 1 });
      const { annaMitteId, annasKreuzberg, brunosMitte } = shop();
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
      await update(brunosMitte, { deliveryRadiusMetres: 1, storePausedUntil: tomorrow });
      await update(annaMitteId, { storePausedUntil: tomorrow });
      try {
        expect(await offered()).toEqual({
          anna: expect.objectContaining({
            metadata: expect.objectContaining({ storeName: 'Anna Prenzlauer Berg' }),
          }),
        });
        await update(annasPrenzlauerBerg, { deliveryRadiusMetres: 100 });
        await update(annasKreuzberg, { deliveryRadiusMetres: 100 });
        expect(await offered()).toEqual({});
      } finally {
        await update(brunosMitte, { deliveryRadiusMetres: null, storePausedUntil: null });
        await update(annaMitteId, { storePausedUntil: null });
        await update(annasPrenzlauerBerg, { deliveryRadiusMetres: null });
        await update(annasKreuzberg, { deliveryRadiusMetres: null });
      }
    });

    it("is allocated at each seller's nearest store with all units of a line", async () => {
      await fill({ lat: 52.5, lon: 13.404 }, { [pizza]: 2, [book]: 1 });
      const methods = await offered();
      expect(methods.anna).toMatchObject({ metadata: { storeName: 'Anna Kreuzberg' } });
      const code = await payFor(shopper, [methods.anna?.id, methods.bruno?.id]);
      expect(await allocatedStores(code)).toEqual(['1 of Bruno Mitte', '2 of Anna Kreuzberg']);

      shopper = shop().marketplace.client('shop-api');
      // Kreuzberg has eight left.
      await fill({ lat: 52.5, lon: 13.404 }, { [pizza]: 9 });
      const { anna } = await offered();
      expect(anna).toMatchObject({ metadata: { storeName: 'Anna Mitte' } });
      const next = await payFor(shopper, [anna?.id]);
      expect(await allocatedStores(next)).toEqual(['9 of Anna Mitte']);
    });
  });
}
