import { eventually } from '@driver-dispatch/local-servers';
import { JobQueueService } from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import { setTimeout as wait } from 'node:timers/promises';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { GeocodingService } from '../geocoding/geocoding.service';
import { ADD_ITEM, checkOut, SET_ADDRESS } from './check-out';
import type { JsonServer } from './json-server';
import { createStore, createVariant } from './sellers';
import type { Shop } from './shop';

const STORE = gql`
  query ($id: ID!) {
    stockLocation(id: $id) {
      customFields {
        storeLatitude
        storeLongitude
        storeCity
      }
    }
  }
`;

const PLACE = gql`
  fragment Place on OrderAddress {
    streetLine1
    customFields {
      latitude
      longitude
      geocodingPrecision
    }
  }
`;

const ACTIVE_ADDRESS = gql`
  {
    activeOrder {
      id
      shippingAddress {
        ...Place
      }
    }
  }
  ${PLACE}
`;

const ORDER_ADDRESS = gql`
  query ($code: String!) {
    orders(options: { filter: { code: { eq: $code } } }) {
      items {
        id
        shippingAddress {
          ...Place
        }
      }
    }
  }
  ${PLACE}
`;

const CREATE_DRAFT = gql`
  mutation {
    createDraftOrder {
      id
    }
  }
`;

const SET_DRAFT_ADDRESS = gql`
  mutation ($orderId: ID!, $input: CreateAddressInput!) {
    setDraftOrderShippingAddress(orderId: $orderId, input: $input) {
      shippingAddress {
        ...Place
      }
    }
  }
  ${PLACE}
`;

const BEGIN_MODIFICATION = gql`
  mutation ($id: ID!) {
    transitionOrderToState(id: $id, state: "Modifying") {
      ... on ErrorResult {
        message
      }
    }
  }
`;

const MODIFY = gql`
  mutation ($input: ModifyOrderInput!) {
    modifyOrder(input: $input) {
      ... on Order {
        shippingAddress {
          ...Place
        }
      }
      ... on ErrorResult {
        message
      }
    }
  }
  ${PLACE}
`;

const MONBIJOU = { lat: '52.5243', lon: '13.3957', place_rank: 30, addresstype: 'building' };

export function geocodingSuite(shop: () => Shop): void {
  describe('geocoding', () => {
    let nominatim: JsonServer;
    let admin: SimpleGraphQLClient;
    let shopper: SimpleGraphQLClient;
    let street = 0;
    beforeAll(async () => {
      ({ admin, nominatim } = shop());
      await shop().marketplace.app.get(JobQueueService).start();
    });
    beforeEach(() => {
      shopper = shop().marketplace.client('shop-api');
      Object.assign(nominatim, { status: 200, body: [MONBIJOU], delayMs: 0 });
      nominatim.requests.length = 0;
    });

    const getFields = async (id: string) => (await admin.query(STORE, { id })).stockLocation.customFields;
    /** Sets an address that is not cached yet. */
    const setAddress = async (customFields?: object) => {
      const variantId = await createVariant(admin, `geocoded-${++street}`, {});
      await shopper.query(ADD_ITEM, { variantId, quantity: 1 });
      const streetLine1 = `Monbijoustr. ${street}`;
      const input = { streetLine1, city: 'Berlin', postalCode: '10117', countryCode: 'DE', customFields };
      const { result } = await shopper.query(SET_ADDRESS, { input });
      expect(result).not.toHaveProperty('message');
      return input;
    };
    const activeAddress = async () => (await shopper.query(ACTIVE_ADDRESS)).activeOrder.shippingAddress;
    const located = { latitude: 52.5243, longitude: 13.3957, geocodingPrecision: 'building' };
    const notLocated = null;

    it('geocodes a saved store with an address and no coordinates in a job', async () => {
      const id = await createStore(admin, 'Monbijou', {
        storeStreet: 'Monbijouplatz 1',
        storeCity: 'Berlin',
      });
      const fields = await eventually(
        () => getFields(id),
        ({ storeLatitude }) => storeLatitude !== null,
      );
      expect(fields).toMatchObject({ storeLatitude: 52.5243, storeLongitude: 13.3957 });
    });

    it('does not geocode a store with coordinates or without address', async () => {
      await createStore(admin, 'Pointed', { storeCity: 'Berlin', storeLatitude: 52, storeLongitude: 13 });
      await createStore(admin, 'Nameless');
      await wait(300);
      expect(nominatim.requests).toEqual([]);
    });

    it('finds an address for the map of a store, with the limit of public queries', async () => {
      const query = gql`
        query ($address: SellerStoreAddressInput!) {
          sellerStoreAddressSearch
          geocodeSellerStoreAddress(address: $address) {
            lat
            lon
          }
        }
      `;
      const { annasAdmin, logIn, anna, marketplace } = shop();
      const geocoding = marketplace.app.get(GeocodingService, { strict: false });
      // The spec of the service tests the limit.
      const limited = jest.spyOn(geocoding, 'locateForVisitor');
      const find = (streetLine1: string) =>
        annasAdmin.query(query, { address: { streetLine1, city: 'Berlin', countryCode: 'DE' } });
      expect(await find('Suchweg 1')).toEqual({
        sellerStoreAddressSearch: true,
        geocodeSellerStoreAddress: { lat: 52.5243, lon: 13.3957 },
      });
      nominatim.body = [];
      expect(await find('Nirgendweg 1')).toMatchObject({ geocodeSellerStoreAddress: null });
      expect(limited).toHaveBeenCalledTimes(2);
      limited.mockRestore();
      const clerk = await logIn('clerk@example.com', anna);
      await expect(clerk.query(query, { address: {} })).rejects.toThrow(/not currently authorized/);
    });

    it('geocodes the address of an order once, before the response', async () => {
      const input = await setAddress();
      expect(await activeAddress()).toEqual({ streetLine1: input.streetLine1, customFields: located });
      await shopper.query(SET_ADDRESS, { input });
      expect(await activeAddress()).toMatchObject({ customFields: located });
      expect(nominatim.requests).toHaveLength(1);
    });

    it('counts the lookup for the client of the request', async () => {
      const locate = jest.spyOn(shop().marketplace.app.get(GeocodingService, { strict: false }), 'locate');
      await setAddress();
      expect(await activeAddress()).toMatchObject({ customFields: located });
      const clients = locate.mock.calls.map(([ctx]) => ctx.req?.ip);
      locate.mockRestore();
      expect(clients).toEqual([expect.any(String)]);
    });

    it('keeps given coordinates', async () => {
      await setAddress({ latitude: 52.5, longitude: 13.4 });
      expect(await activeAddress()).toMatchObject({
        customFields: { latitude: 52.5, longitude: 13.4, geocodingPrecision: null },
      });
      expect(nominatim.requests).toEqual([]);
    });

    it('does not save a geocode with locality precision', async () => {
      nominatim.body = [{ ...MONBIJOU, place_rank: 16, addresstype: 'city' }];
      await setAddress();
      expect(await activeAddress()).toMatchObject({ customFields: notLocated });
    });

    describe('with a slow server', () => {
      let defaultMs: number;
      const options = () =>
        shop().marketplace.app.get<ResolvedSellerStoreInfoOptions>(SELLER_STORE_INFO_OPTIONS, {
          strict: false,
        });
      beforeAll(() => {
        defaultMs = options().orderGeocodingWaitMs;
        options().orderGeocodingWaitMs = 500;
      });
      afterAll(() => void (options().orderGeocodingWaitMs = defaultMs));

      it('responds after the maximum wait and saves the geocode later', async () => {
        const release = nominatim.hold();
        await setAddress();
        expect(await activeAddress()).toMatchObject({ customFields: notLocated });
        release();
        await eventually(activeAddress, ({ customFields }) => customFields?.latitude === 52.5243);
      });

      it('does not overwrite an address that changed in the meantime', async () => {
        const release = nominatim.hold();
        const first = await setAddress();
        const second = {
          ...first,
          streetLine1: 'Elsewhere 1',
          customFields: { latitude: 48.1, longitude: 11.6 },
        };
        await shopper.query(SET_ADDRESS, { input: second });
        release();
        await wait(1200);
        expect(await activeAddress()).toMatchObject({
          streetLine1: 'Elsewhere 1',
          customFields: { latitude: 48.1, longitude: 11.6 },
        });
      });
    });

    it('retries in a job after a failure', async () => {
      nominatim.status = 503;
      await setAddress();
      expect(await activeAddress()).toMatchObject({ customFields: notLocated });
      nominatim.status = 200;
      const address = await eventually(activeAddress, ({ customFields }) => customFields !== null);
      expect(address).toMatchObject({ customFields: located });
    });

    it('geocodes the address of a draft order', async () => {
      const { createDraftOrder } = await admin.query(CREATE_DRAFT);
      const input = { streetLine1: 'Entwurfsweg 1', city: 'Berlin', countryCode: 'DE' };
      const { setDraftOrderShippingAddress } = await admin.query(SET_DRAFT_ADDRESS, {
        orderId: createDraftOrder.id,
        input,
      });
      expect(setDraftOrderShippingAddress.shippingAddress).toEqual({
        streetLine1: input.streetLine1,
        customFields: located,
      });
    });

    describe('order modification', () => {
      const KREUZBERG = { lat: '52.4993', lon: '13.4247', place_rank: 30, addresstype: 'building' };
      let id: string;
      let code: string;
      const modify = async (updateShippingAddress: object, dryRun = false) => {
        await admin.query(BEGIN_MODIFICATION, { id });
        const { modifyOrder } = await admin.query(MODIFY, {
          input: { orderId: id, dryRun, updateShippingAddress },
        });
        expect(modifyOrder).not.toHaveProperty('message');
        return modifyOrder.shippingAddress;
      };
      const stored = async () => (await admin.query(ORDER_ADDRESS, { code })).orders.items[0].shippingAddress;

      beforeEach(async () => {
        const variantId = await createVariant(admin, `modified-${++street}`, { [shop().annaMitteId]: 1 });
        ({ code } = await checkOut(shopper, { [variantId]: 1 }, `Altbau ${street}`));
        id = (await admin.query(ORDER_ADDRESS, { code })).orders.items[0].id;
        expect(await stored()).toMatchObject({ customFields: located });
        nominatim.body = [KREUZBERG];
      });

      it('geocodes the new address and removes the old coordinates', async () => {
        const there = { latitude: 52.4993, longitude: 13.4247, geocodingPrecision: 'building' };
        const moved = { streetLine1: `Umzug ${street}`, customFields: there };
        await modify({ streetLine1: `Umzug ${street}` });
        const address = await eventually(stored, ({ customFields }) => customFields?.latitude !== null);
        expect(address).toEqual(moved);
      });

      it('removes the old coordinates if the new address is not found', async () => {
        nominatim.body = [];
        await modify({ streetLine1: `Nirgendwo ${street}` });
        expect((await stored()).customFields?.latitude ?? null).toBeNull();
      });

      it('keeps the coordinates of an unchanged address and given coordinates', async () => {
        await modify({ phoneNumber: '+49 30 5550100', streetLine1: ` altbau ${street}` });
        expect(await stored()).toMatchObject({ customFields: located });
        const { geocodingPrecision: _, ...place } = located;
        for (const customFields of [{ latitude: 52.5, longitude: 13.4 }, place, place]) {
          await modify({ streetLine1: `Umzug ${++street}`, customFields });
          expect(await stored()).toMatchObject({ customFields });
        }
      });

      it('changes nothing in a dry run', async () => {
        const preview = await modify({ streetLine1: `Umzug ${street}` }, true);
        expect(preview).toMatchObject({ streetLine1: `Umzug ${street}`, customFields: { latitude: null } });
        expect(await stored()).toEqual({ streetLine1: `Altbau ${street}`, customFields: located });
      });
    });
  });
}
