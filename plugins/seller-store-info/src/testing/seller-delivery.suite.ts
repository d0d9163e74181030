import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import type { JsonServer } from './json-server';
import { createSeller, createVariant } from './sellers';
import { ALEXANDERPLATZ, type Shop } from './shop';
import { storesNear, UPDATE_STOCK_LOCATION } from './store-queries';

const SELLER_DELIVERY = gql`
  query ($input: SellerDeliveryInput!) {
    sellerDelivery(input: $input) {
      deliverable
      reason
      store {
        name
        distanceMetres
      }
      point {
        lat
        lon
      }
      readyAt
      eta
    }
  }
`;

const FISCHERINSEL = { lat: '52.5125', lon: '13.4055', place_rank: 30, addresstype: 'building' };
const MINUTE = 60_000;

export function sellerDeliverySuite(shop: () => Shop): void {
  describe('sellerDelivery', () => {
    let admin: SimpleGraphQLClient;
    let shopper: SimpleGraphQLClient;
    let nominatim: JsonServer;
    let sellerId: string;
    let brunosMitte: string;
    beforeAll(() => {
      ({ admin, shopper, nominatim, brunosMitte } = shop());
      sellerId = shop().bruno.id;
    });
    beforeEach(() => Object.assign(nominatim, { status: 200, body: [FISCHERINSEL], delayMs: 0 }));

    const requestDelivery = async (input: object) =>
      (await shopper.query(SELLER_DELIVERY, { input: { sellerId, ...input } })).sellerDelivery;
    const update = (customFields: object) =>
      admin.query(UPDATE_STOCK_LOCATION, { input: { id: brunosMitte, customFields } });

    it('adds preparation time, extra time of a variant and travel time at 15 km/h', async () => {
      const cake = await createVariant(admin, 'layer cake', {}, { extraPreparationMinutes: 18 });
      const before = Date.now();
      const point = { lat: 52.5309, lon: 13.4132 };
      const delivery = await requestDelivery({ point, productVariantIds: [cake] });
      expect(delivery).toMatchObject({
        deliverable: true,
        reason: null,
        store: { name: 'Bruno Mitte', distanceMetres: expect.closeTo(1000.8, 0) },
        point,
      });
      const preparation = Date.parse(delivery.readyAt) - before;
      expect(preparation).toBeGreaterThanOrEqual(30 * MINUTE);
      expect(preparation).toBeLessThan(31 * MINUTE);
      const travel = Date.parse(delivery.eta) - Date.parse(delivery.readyAt);
      expect(travel / MINUTE).toBeCloseTo(4, 1);
    });

    it('accepts an address', async () => {
      const delivery = await requestDelivery({ address: { streetLine1: 'Fischerinsel 1', city: 'Berlin' } });
      expect(delivery).toMatchObject({ deliverable: true, point: { lat: 52.5125, lon: 13.4055 } });
    });

    it('returns the reason of a refusal', async () => {
      const refused = { deliverable: false, readyAt: null, eta: null };
      nominatim.body = [];
      expect(await requestDelivery({ address: { city: 'Atlantis' } })).toMatchObject({
        ...refused,
        reason: 'ADDRESS_NOT_FOUND',
      });
      const superadmin = shop().marketplace.client('admin-api');
      await superadmin.asSuperAdmin();
      const dora = await createSeller(superadmin, 'dora');
      const point = ALEXANDERPLATZ;
      expect(await requestDelivery({ point, sellerId: dora.id })).toMatchObject({
        ...refused,
        reason: 'NO_STORE',
      });

      const opensAt = new Date(Date.now() + 60 * MINUTE).toISOString();
      await update({ storePausedUntil: opensAt, deliveryRadiusMetres: 500 });
      try {
        const near = await requestDelivery({ point });
        expect(near).toMatchObject({ deliverable: false, reason: 'PAUSED', store: { name: 'Bruno Mitte' } });
        expect(Date.parse(near.readyAt) - Date.parse(opensAt)).toBe(12 * MINUTE);
      } finally {
        await update({ storePausedUntil: null, deliveryRadiusMetres: null });
      }
    });

    it.each([
      ['no location', {}, /point or address/],
      ['an invalid point', { point: { lat: 0, lon: 0 } }, /not a place/],
      ['101 variants', { point: ALEXANDERPLATZ, productVariantIds: Array(101).fill('1') }, /at most 100/],
    ])('rejects %s', async (_name, input, message) => {
      await expect(requestDelivery(input)).rejects.toThrow(message);
    });

    it('finds stores near a postal code', async () => {
      const berlin = { postalCode: '10179', countryCode: 'DE', radiusMetres: 1000 };
      expect(await storesNear(shopper, berlin)).toEqual(['Anna Mitte']);
      nominatim.body = [];
      await expect(storesNear(shopper, { postalCode: '00000', countryCode: 'DE' })).rejects.toThrow(
        /postalCode: not found/,
      );
      await expect(storesNear(shopper, {})).rejects.toThrow(/point or postalCode/);
    });
  });
}
