import { JobQueueService } from '@vendure/core';
import type { SimpleGraphQLClient } from '@vendure/testing';
import gql from 'graphql-tag';
import { setTimeout as wait } from 'node:timers/promises';
import { ADD_ITEM, SET_ADDRESS } from './check-out';
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

const ACTIVE_ADDRESS = gql`
  {
    activeOrder {
      id
      shippingAddress {
        streetLine1
        customFields {
          latitude
          longitude
          geocodingPrecision
        }
      }
    }
  }
`;

const MONBIJOU = { lat: '52.5243', lon: '13.3957', place_rank: 30, addresstype: 'building' };

/** Where stores and shipping addresses are, through a Nominatim server of the test's own. */
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

    const fieldsOf = async (id: string) => (await admin.query(STORE, { id })).stockLocation.customFields;
    const eventually = async <T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> => {
      for (let tries = 0; tries < 200; tries++) {
        const answer = await ask();
        if (isIt(answer)) {
          return answer;
        }
        await wait(50);
      }
      throw new Error('It does not come');
    };
    /** Of a street that no test before has asked about. */
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
    const nowhere = null;

    it('finds a store that is saved with an address and no point, in a job', async () => {
      const id = await createStore(admin, 'Monbijou', {
        storeStreet: 'Monbijouplatz 1',
        storeCity: 'Berlin',
      });
      const fields = await eventually(
        () => fieldsOf(id),
        ({ storeLatitude }) => storeLatitude !== null,
      );
      expect(fields).toMatchObject({ storeLatitude: 52.5243, storeLongitude: 13.3957 });
    });

    it('leaves a store alone that has a point, or no address', async () => {
      await createStore(admin, 'Pointed', { storeCity: 'Berlin', storeLatitude: 52, storeLongitude: 13 });
      await createStore(admin, 'Nameless');
      await wait(300);
      expect(nominatim.requests).toEqual([]);
    });

    it('finds the address of an order when it is set, before the answer goes out, and asks once', async () => {
      const input = await setAddress();
      expect(await activeAddress()).toEqual({ streetLine1: input.streetLine1, customFields: located });
      await shopper.query(SET_ADDRESS, { input });
      expect(await activeAddress()).toMatchObject({ customFields: located });
      expect(nominatim.requests).toHaveLength(1);
    });

    it('leaves the coordinates that came with an address', async () => {
      await setAddress({ latitude: 52.5, longitude: 13.4 });
      expect(await activeAddress()).toMatchObject({
        customFields: { latitude: 52.5, longitude: 13.4, geocodingPrecision: null },
      });
      expect(nominatim.requests).toEqual([]);
    });

    it('does not send a driver to the middle of a town', async () => {
      nominatim.body = [{ ...MONBIJOU, place_rank: 16, addresstype: 'city' }];
      await setAddress();
      expect(await activeAddress()).toMatchObject({ customFields: nowhere });
    });

    it('keeps nobody waiting for a server that is slow, and writes what it says later', async () => {
      nominatim.delayMs = 3000;
      const before = Date.now();
      await setAddress();
      expect(Date.now() - before).toBeLessThan(2900);
      expect(await activeAddress()).toMatchObject({ customFields: nowhere });
      await eventually(activeAddress, ({ customFields }) => customFields?.latitude === 52.5243);
    });

    it('tries again in a job after a failure', async () => {
      nominatim.status = 503;
      await setAddress();
      expect(await activeAddress()).toMatchObject({ customFields: nowhere });
      nominatim.status = 200;
      const address = await eventually(activeAddress, ({ customFields }) => customFields !== null);
      expect(address).toMatchObject({ customFields: located });
    });

    it('writes nothing into an address that has changed meanwhile', async () => {
      nominatim.delayMs = 1000;
      const first = await setAddress();
      const second = {
        ...first,
        streetLine1: 'Elsewhere 1',
        customFields: { latitude: 48.1, longitude: 11.6 },
      };
      await shopper.query(SET_ADDRESS, { input: second });
      await wait(1200);
      expect(await activeAddress()).toMatchObject({
        streetLine1: 'Elsewhere 1',
        customFields: { latitude: 48.1, longitude: 11.6 },
      });
    });
  });
}
