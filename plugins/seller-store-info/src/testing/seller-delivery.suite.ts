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
      preparedBy
      deliveredAbout
    }
  }
`;

const FISCHERINSEL = { lat: '52.5125', lon: '13.4055', place_rank: 30, addresstype: 'building' };
const MINUTE = 60_000;

/** Whether sellers deliver, why not, and when; and what is near a postal code. */
export function sellerDeliverySuite(shop: () => Shop): void {
  describe('the delivery of a seller', () => {
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

    const ask = async (input: object) =>
      (await shopper.query(SELLER_DELIVERY, { input: { sellerId, ...input } })).sellerDelivery;
    const update = (customFields: object) =>
      admin.query(UPDATE_STOCK_LOCATION, { input: { id: brunosMitte, customFields } });

    it('is promised for the preparation, the extra of a variant, and the way at 15 km/h', async () => {
      const cake = await createVariant(admin, 'layer cake', {}, { extraPreparationMinutes: 18 });
      const before = Date.now();
      const point = { lat: 52.5309, lon: 13.4132 };
      const answer = await ask({ point, productVariantIds: [cake] });
      expect(answer).toMatchObject({
        deliverable: true,
        reason: null,
        store: { name: 'Bruno Mitte', distanceMetres: expect.closeTo(1000.8, 0) },
        point,
      });
      const preparation = Date.parse(answer.preparedBy) - before;
      expect(preparation).toBeGreaterThanOrEqual(30 * MINUTE);
      expect(preparation).toBeLessThan(31 * MINUTE);
      const travel = Date.parse(answer.deliveredAbout) - Date.parse(answer.preparedBy);
      expect(travel / MINUTE).toBeCloseTo(4, 1);
    });

    it('goes to an address as well', async () => {
      const answer = await ask({ address: { streetLine1: 'Fischerinsel 1', city: 'Berlin' } });
      expect(answer).toMatchObject({ deliverable: true, point: { lat: 52.5125, lon: 13.4055 } });
    });

    it('fails for a reason', async () => {
      const nobody = { deliverable: false, preparedBy: null, deliveredAbout: null };
      nominatim.body = [];
      expect(await ask({ address: { city: 'Atlantis' } })).toMatchObject({
        ...nobody,
        reason: 'ADDRESS_NOT_FOUND',
      });
      const founder = shop().marketplace.client('admin-api');
      await founder.asSuperAdmin();
      const dora = await createSeller(founder, 'dora');
      const point = ALEXANDERPLATZ;
      expect(await ask({ point, sellerId: dora.id })).toMatchObject({ ...nobody, reason: 'NO_STORE' });

      const opensAt = new Date(Date.now() + 60 * MINUTE).toISOString();
      await update({ storePausedUntil: opensAt, deliveryRadiusMetres: 500 });
      try {
        const near = await ask({ point });
        expect(near).toMatchObject({ deliverable: false, reason: 'PAUSED', store: { name: 'Bruno Mitte' } });
        expect(Date.parse(near.preparedBy) - Date.parse(opensAt)).toBe(12 * MINUTE);
      } finally {
        await update({ storePausedUntil: null, deliveryRadiusMetres: null });
      }
    });

    it.each([
      ['no place', {}, /point or address/],
      ['a place that is none', { point: { lat: 0, lon: 0 } }, /not a place/],
      ['a novel', { point: ALEXANDERPLATZ, productVariantIds: Array(101).fill('1') }, /100 at the most/],
    ])('is not told of %s', async (_name, input, message) => {
      await expect(ask(input)).rejects.toThrow(message);
    });

    it('is looked for around a postal code', async () => {
      const berlin = { postalCode: '10179', countryCode: 'DE', radiusMetres: 1000 };
      expect(await storesNear(shopper, berlin)).toEqual(['Anna Mitte']);
      nominatim.body = [];
      await expect(storesNear(shopper, { postalCode: '00000', countryCode: 'DE' })).rejects.toThrow(
        /postalCode: is not known/,
      );
      await expect(storesNear(shopper, {})).rejects.toThrow(/point or postalCode/);
    });
  });
}
