import { generateSigningKey, SignedHttpClient } from '@driver-dispatch/contract';
import { GraphqlClient } from '@driver-dispatch/dev-server';
import {
  DispatchSweepService,
  DriverDelivery,
  NumericDeliveryPinStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { ConfigService, Logger, TransactionalConnection } from '@vendure/core';
import { gql } from 'graphql-tag';
import { DETAIL, REDISPATCH, RESET_CODES } from '../desk-documents';
import { eventually } from '../eventually';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, errandTo, untilDeliveriesAre } from '../orders';
import { READ, type SplitOrder } from './split-order';

/** A picture of one dot. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const CUSTOMER = { email: 'mara@example.com', password: 'a-long-password' };

const randomCode = () => new NumericDeliveryPinStrategy().codeFor();

const fileOf = (address: string): string => address.split('/').pop()!;

/** The session of a customer who has signed in, and so does not say who buys. */
class CustomerSession extends GraphqlClient {
  override async mutate<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
    return query.includes('setCustomerForOrder') ? ({} as T) : super.mutate<T>(query, variables);
  }
}

/** What proves that a delivery was handed over. */
export function proofs(placed: () => SplitOrder): void {
  describe('what proves a delivery', () => {
    const driverId = 'prover';
    let marketplace: MarketplaceUnderTest;
    let imageKey: string;
    beforeAll(() => {
      ({ marketplace, imageKey } = placed());
    });

    afterEach(() => marketplace.offTheRoad(driverId));

    const shopApi = () => `http://127.0.0.1:${marketplace.port}/shop-api`;

    /** An order of a guest or of the session's customer, its goods on the road with the driver. */
    async function onTheRoad(session = new GraphqlClient(shopApi())) {
      await marketplace.driverAt(driverId, BAKERY.store.point);
      const errand = errandTo([BAKERY]);
      const address = { ...errand.address, instructions: 'Ring twice' };
      const bought = await marketplace.shopper.buy({ ...errand, address }, session);
      const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
      const deliveryId: string = delivery.engineDeliveryId;
      await marketplace.drivers.pickUp({ deliveryId, driverId });
      await untilDeliveriesAre(marketplace, bought, 'PICKED_UP');
      const { task } = await marketplace.drivers.heartbeat(driverId);
      expect(task!.dropoff.instructions).toBe('Ring twice');
      const seen = async () => {
        const query = `{ orderByCode(code: "${bought.code}") {
          deliveries { trackingCode pin tracking { proof { kind receivedBy imageUrl } } }
        } }`;
        return (await session.request<any>(query)).orderByCode.deliveries[0];
      };
      return { bought, session, deliveryId, seen, errand };
    }

    let messages = 0;
    const newId = () => `img-${++messages}`;
    const send = (deliveryId: string, image: object = {}, key = imageKey, id = newId()) => {
      const client = new SignedHttpClient({ url: `http://127.0.0.1:${marketplace.port}`, keys: [key] });
      const message = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/png' };
      return client
        .post('/driver-dispatch/proof-images', id, { ...message, image: PNG, ...image })
        .then((reply: any) => reply.url as string)
        .finally(() => client.close());
    };

    /** How many assets the catalogue of a channel lists to an administrator. */
    const assetsIn = async (channel: string): Promise<number> => {
      const query = gql`
        query {
          assets {
            totalItems
          }
        }
      `;
      const read = async () => (await marketplace.admin.query(query)).assets.totalItems;
      return channel === '' ? read() : placed().as(channel, ['ReadAsset', 'ReadCatalog'], read);
    };

    /** Records the files that the asset storage writes and deletes during some work. */
    const recordFiles = async (work: () => Promise<unknown>) => {
      const { assetStorageStrategy } = marketplace.server.app.get(ConfigService).assetOptions;
      const spies = [
        jest.spyOn(assetStorageStrategy, 'writeFileFromBuffer'),
        jest.spyOn(assetStorageStrategy, 'deleteFile'),
      ] as const;
      try {
        await work();
        const [written, deleted] = spies.map(({ mock }) => mock.calls.map(([file]) => fileOf(file)));
        return { written, deleted };
      } finally {
        spies.forEach((spy) => spy.mockRestore());
      }
    };

    const sweep = () => marketplace.server.app.get(DispatchSweepService).sweep();

    const LOG_IN = /* GraphQL */ `
      mutation LogIn($email: String!, $password: String!) {
        login(username: $email, password: $password) {
          __typename
        }
      }
    `;

    /** The session of a customer with an account, who has signed in. */
    const signedIn = async (): Promise<CustomerSession> => {
      await marketplace.admin.query(
        gql`
          mutation ($email: String!, $password: String!) {
            createCustomer(
              input: { firstName: "Mara", lastName: "Moss", emailAddress: $email }
              password: $password
            ) {
              ... on Customer {
                id
              }
            }
          }
        `,
        CUSTOMER,
      );
      const session = new CustomerSession(shopApi());
      await session.request(LOG_IN, CUSTOMER);
      return session;
    };

    /** An order whose delivery has a PIN. */
    const onTheRoadWithPin = async (session?: GraphqlClient) => {
      placed().deliveryPins.give = randomCode;
      try {
        return await onTheRoad(session);
      } finally {
        placed().deliveryPins.give = undefined;
      }
    };

    const storedOf = (deliveryId: string) =>
      marketplace.server.app
        .get(TransactionalConnection)
        .rawConnection.getRepository(DriverDelivery)
        .findOneByOrFail({ engineDeliveryId: deliveryId });

    const pinBy = async (secret: string) => {
      const query = `query ($secret: String!) { driverDeliveryPin(secret: $secret) }`;
      return (await new GraphqlClient(shopApi()).request<any>(query, { secret })).driverDeliveryPin;
    };

    /** The administrators of an order's history entries of one event. */
    const administratorsOf = async (orderId: string, event: string) => {
      const { order } = await marketplace.admin.query(
        gql`
          query ($id: ID!) {
            order(id: $id) {
              history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } } }) {
                items {
                  data
                  administrator {
                    emailAddress
                  }
                }
              }
            }
          }
        `,
        { id: orderId },
      );
      return order.history.items
        .filter(({ data }: any) => data.event === event)
        .map(({ administrator, data }: any) => data.operator ?? administrator.emailAddress);
    };

    it('is the code that only the receiver has, where the shop gives one', async () => {
      const { bought, deliveryId, seen } = await onTheRoadWithPin(await signedIn());
      const stored = await storedOf(deliveryId);
      const code = stored.deliveryPin!;
      expect(code).toMatch(/^\d{6}$/);
      expect(await pinBy(stored.pinSecret!)).toBe(code);
      expect(await pinBy(stored.trackingCode!)).toBeNull();
      expect(await seen()).toMatchObject({ trackingCode: stored.trackingCode, pin: code });
      const complete = (proof: any) => marketplace.drivers.complete({ deliveryId, driverId, proof });
      const refused = { code: 'proof_refused' };
      await expect(complete({ kind: 'handover', receivedBy: 'Me' })).rejects.toMatchObject(refused);
      const wrong = ['000001', '000002', '000003', '000004', '000005', '000006'].filter(
        (told) => told !== code,
      );
      for (const told of wrong.slice(0, 5)) {
        await expect(complete({ kind: 'code', code: told })).rejects.toMatchObject(refused);
      }
      await expect(complete({ kind: 'code', code })).rejects.toMatchObject({ code: 'proof_locked' });
      const [{ delivery, id: orderId }] = await untilDeliveriesAre(marketplace, bought, 'PICKED_UP');
      const codes = async () => {
        const { driverDelivery } = await marketplace.admin.query(DETAIL, { id: delivery.id });
        const { failedPinAttempts, codeLockedUntil } = driverDelivery.engine;
        return { failedPinAttempts, codeLockedUntil };
      };
      expect(await codes()).toEqual({ failedPinAttempts: 5, codeLockedUntil: expect.any(String) });
      const reset = () => marketplace.admin.query(RESET_CODES, { id: delivery.id });
      const { as } = placed();
      await as('backstube', READ, () => expect(reset()).rejects.toThrow(/not currently authorized/));
      const other = [...READ, 'UpdateDriverDelivery'];
      await as('buchladen', other, () => expect(reset()).rejects.toThrow(/No DriverDelivery/));
      await as('backstube', other, reset);
      expect(await codes()).toEqual({ failedPinAttempts: 0, codeLockedUntil: null });
      expect(
        await eventually(
          () => administratorsOf(orderId, 'delivery.pin_attempts_reset'),
          ({ length }) => length > 0,
        ),
      ).toEqual([expect.stringMatching(/@/)]);
      await complete({ kind: 'code', code });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect((await seen()).pin).toBeNull();
      expect(await pinBy(stored.pinSecret!)).toBeNull();
      const { driverDelivery } = await marketplace.admin.query(DETAIL, { id: delivery.id });
      expect(driverDelivery.engine.timeline).toContainEqual(
        expect.objectContaining({ type: 'delivery.delivered' }),
      );
      expect(JSON.stringify(driverDelivery)).not.toContain(`"${code}"`);
    });

    it('is a code that no account gets which is registered later with the address of a guest', async () => {
      const { session, deliveryId, seen, errand } = await onTheRoadWithPin();
      const stored = await storedOf(deliveryId);
      expect(await pinBy(stored.pinSecret!)).toBe(stored.deliveryPin);
      const account = { email: errand.emailAddress, password: CUSTOMER.password };
      await session.request(
        `mutation ($email: String!, $password: String!) {
          registerCustomerAccount(input: { emailAddress: $email, password: $password }) { __typename }
        }`,
        account,
      );
      const { login } = await session.request<any>(LOG_IN, account);
      expect(login.__typename).toBe('CurrentUser');
      expect(await seen()).toMatchObject({ trackingCode: stored.trackingCode, pin: null });
    });

    it('is another code when the order is dispatched again, once, which the history records', async () => {
      const { bought, deliveryId } = await onTheRoadWithPin();
      const { deliveryPin, pinSecret, ...first } = await storedOf(deliveryId);
      await marketplace.drivers.fail({ deliveryId, driverId, code: 'other' });
      const [{ id: orderId, delivery }] = await untilDeliveriesAre(marketplace, bought, 'FAILED');
      const logged = (['error', 'warn', 'info', 'verbose', 'debug'] as const).map((level) =>
        jest.spyOn(Logger, level),
      );
      placed().deliveryPins.give = randomCode;
      const outcomes = await Promise.all(
        [1, 2, 3].map(() =>
          marketplace.admin.query(REDISPATCH, { id: delivery.id }).then(
            () => 'dispatched',
            (error: Error) => error.message,
          ),
        ),
      );
      placed().deliveryPins.give = undefined;
      const lines = JSON.stringify(logged.flatMap(({ mock }) => mock.calls));
      logged.forEach((spy) => spy.mockRestore());
      expect(outcomes.filter((outcome) => outcome === 'dispatched')).toHaveLength(1);
      expect(outcomes.filter((outcome) => /sent out once more already/.test(outcome))).toHaveLength(2);
      expect([deliveryPin!, pinSecret!].filter((text) => lines.includes(text))).toEqual([]);

      const [again] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
      const second = await storedOf(again.delivery.engineDeliveryId);
      expect(second).toMatchObject({ attempt: 2, pinSecret, trackingCode: first.trackingCode });
      expect(second.deliveryPin).toMatch(/^\d{6}$/);
      expect(second.deliveryPin).not.toBe(deliveryPin);
      expect(await pinBy(pinSecret!)).toBe(second.deliveryPin);
      expect(await administratorsOf(orderId, 'delivery.redispatched')).toEqual(['superadmin']);
    });

    it("is a photo in the shop's own asset storage", async () => {
      const { bought, deliveryId, seen } = await onTheRoad();
      expect((await seen()).pin).toBeNull();
      const stranger = generateSigningKey();
      await expect(send(deliveryId, {}, stranger)).rejects.toMatchObject({ code: 'signature_invalid' });
      await expect(send(deliveryId, {}, marketplace.keys.webhook[0])).rejects.toMatchObject({
        code: 'signature_invalid',
      });
      await expect(send(deliveryId, { driverId: 'another' })).rejects.toMatchObject({
        code: 'driver_mismatch',
      });
      await expect(send('nothing')).rejects.toMatchObject({ code: 'not_found' });
      const text = Buffer.from('<script>alert(1)</script>').toString('base64');
      await expect(send(deliveryId, { image: text })).rejects.toMatchObject({ code: 'invalid_message' });

      const replaced = fileOf(await send(deliveryId));
      const url = await send(deliveryId);
      // 128 random bits, and nothing of the delivery.
      expect([replaced, fileOf(url)]).toEqual(
        Array.from({ length: 2 }, () => expect.stringMatching(/^proof-of-delivery-[0-9a-f]{32}\.png$/)),
      );
      expect(fileOf(url)).not.toBe(replaced);
      for (const channel of ['backstube', 'buchladen', '']) {
        expect([channel, await assetsIn(channel)]).toEqual([channel, 0]);
      }
      expect((await recordFiles(sweep)).deleted).toEqual([]);
      await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url } });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect((await seen()).tracking.proof).toEqual({ kind: 'photo', receivedBy: null, imageUrl: url });
      expect((await recordFiles(sweep)).deleted).toEqual([replaced]);
      expect((await recordFiles(sweep)).deleted).toEqual([]);
      await expect(send(deliveryId)).rejects.toMatchObject({ code: 'illegal_transition' });
    });

    it('is stored once, however often the same request comes', async () => {
      const { bought, deliveryId } = await onTheRoad();
      const id = newId();
      let urls: string[] = [];
      const { written, deleted } = await recordFiles(async () => {
        urls = await Promise.all([1, 2, 3].map(() => send(deliveryId, {}, imageKey, id)));
        urls.push(await send(deliveryId, {}, imageKey, id));
      });
      expect(new Set(urls).size).toBe(1);
      const [url] = urls;
      expect(written!.filter((file) => !deleted!.includes(file))).toEqual([fileOf(url!)]);
      await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url: url! } });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect(await send(deliveryId, {}, imageKey, id)).toBe(url);
      expect((await recordFiles(sweep)).deleted).toEqual([]);
    });

    it('is a signature, with its image where there is one', async () => {
      const { bought, deliveryId, seen } = await onTheRoad();
      const url = await send(deliveryId);
      const proof = { kind: 'signature' as const, signedBy: 'Mara', url };
      await marketplace.drivers.complete({ deliveryId, driverId, proof });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      const { tracking } = await seen();
      expect(tracking.proof).toEqual({ kind: 'signature', receivedBy: 'Mara', imageUrl: url });
    });
  });
}
