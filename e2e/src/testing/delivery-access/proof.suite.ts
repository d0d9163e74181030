import {
  createProofPermit,
  generateSigningKey,
  proofImageReplySchema,
  proofPermitSchema,
  SignedHttpClient,
  type ErrorCode,
} from '@driver-dispatch/contract';
import { GraphqlClient } from '@driver-dispatch/dev-server';
import {
  DispatchSweepService,
  DriverDelivery,
  NumericDeliveryPinStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { ConfigService, Logger, TransactionalConnection } from '@vendure/core';
import { gql } from 'graphql-tag';
import { CREATE_CUSTOMER, LOG_IN } from '../administrators';
import { DETAIL, ORDER, REDISPATCH, RESET_PIN_ATTEMPTS } from '../documents';
import { PROOF_IMAGES_PATH, type MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, guestOrderFrom, untilDeliveriesAre } from '../orders';
import { READ, type AccessTestSetup } from './access-test-setup';

/** An image of one pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const CUSTOMER = { identifier: 'mara@example.com', password: 'a-long-password' };

const randomPin = () => new NumericDeliveryPinStrategy().pinFor();

const getFile = (address: string): string => address.split('/').pop()!;

/** The session of a signed-in customer, for whom Vendure does not accept `setCustomerForOrder`. */
class CustomerSession extends GraphqlClient {
  override async mutate<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
    return query.includes('setCustomerForOrder') ? ({} as T) : super.mutate<T>(query, variables);
  }
}

/** Proof of delivery. */
export function proofs(setup: () => AccessTestSetup): void {
  describe('proof of delivery', () => {
    const driverId = 'prover';
    let marketplace: MarketplaceUnderTest;
    let imageKey: string;
    beforeAll(() => {
      ({ marketplace, imageKey } = setup());
    });

    afterEach(() => marketplace.endShifts(driverId));

    const shopApi = () => `http://127.0.0.1:${marketplace.port}/shop-api`;

    /** Buys an order as a guest or as the session's customer, and picks it up. */
    async function pickedUpOrder(session = new GraphqlClient(shopApi())) {
      await marketplace.startShift(driverId, BAKERY.store.point);
      const guestOrder = guestOrderFrom([BAKERY]);
      const address = { ...guestOrder.address, instructions: 'Ring twice' };
      const bought = await marketplace.shopper.buy({ ...guestOrder, address }, session);
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
      return { bought, session, deliveryId, seen, guestOrder };
    }

    let messages = 0;
    const newId = () => `img-${++messages}`;
    const send = (deliveryId: string, image: object = {}, key = imageKey, id = newId()) => {
      const client = new SignedHttpClient({ url: `http://127.0.0.1:${marketplace.port}`, keys: [key] });
      const message = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/png' };
      return client
        .post(PROOF_IMAGES_PATH, id, { ...message, image: PNG, ...image })
        .then((reply: any) => reply.url as string)
        .finally(() => client.close());
    };

    /** Returns the number of assets that an administrator sees in a channel. */
    const assetsIn = async (channel: string): Promise<number> => {
      const query = gql`
        query {
          assets {
            totalItems
          }
        }
      `;
      const read = async () => (await marketplace.admin.query(query)).assets.totalItems;
      return channel === '' ? read() : setup().as(channel, ['ReadAsset', 'ReadCatalog'], read);
    };

    /** Records the files that the asset storage writes and deletes during `work`. */
    const recordFiles = async (work: () => Promise<unknown>) => {
      const { assetStorageStrategy } = marketplace.server.app.get(ConfigService).assetOptions;
      const spies = [
        jest.spyOn(assetStorageStrategy, 'writeFileFromBuffer'),
        jest.spyOn(assetStorageStrategy, 'deleteFile'),
      ] as const;
      try {
        await work();
        const [written, deleted] = spies.map(({ mock }) => mock.calls.map(([file]) => getFile(file)));
        return { written, deleted };
      } finally {
        spies.forEach((spy) => spy.mockRestore());
      }
    };

    const sweep = () => marketplace.server.app.get(DispatchSweepService).sweep();

    /** Returns the session of a signed-in customer. */
    const signedIn = async (): Promise<CustomerSession> => {
      await marketplace.admin.query(CREATE_CUSTOMER, CUSTOMER);
      const session = new CustomerSession(shopApi());
      await session.request(LOG_IN, CUSTOMER);
      return session;
    };

    /** Buys and picks up an order whose delivery has a PIN. */
    const pickedUpOrderWithPin = async (session?: GraphqlClient) => {
      setup().deliveryPins.generate = randomPin;
      try {
        return await pickedUpOrder(session);
      } finally {
        setup().deliveryPins.generate = undefined;
      }
    };

    const getStored = (deliveryId: string) =>
      marketplace.server.app
        .get(TransactionalConnection)
        .rawConnection.getRepository(DriverDelivery)
        .findOneByOrFail({ engineDeliveryId: deliveryId });

    const pinBy = async (secret: string) => {
      const query = `query ($secret: String!) { driverDeliveryPin(secret: $secret) }`;
      return (await new GraphqlClient(shopApi()).request<any>(query, { secret })).driverDeliveryPin;
    };

    /** Returns the administrators in an order's history entries of one event. */
    const getAdministrators = async (orderId: string, event: string) => {
      const { order } = await marketplace.admin.query(ORDER, { id: orderId });
      return order.history.items
        .filter(({ data }: any) => data.event === event)
        .map(({ administrator, data }: any) => data.operator ?? administrator.emailAddress);
    };

    it('is the delivery PIN if the shop uses one', async () => {
      const { bought, deliveryId, seen } = await pickedUpOrderWithPin(await signedIn());
      const stored = await getStored(deliveryId);
      const pin = stored.deliveryPin!;
      expect(pin).toMatch(/^\d{6}$/);
      expect(await pinBy(stored.pinSecret!)).toBe(pin);
      expect(await pinBy(stored.trackingCode!)).toBeNull();
      expect(await seen()).toMatchObject({ trackingCode: stored.trackingCode, pin });
      const complete = (proof: any) => marketplace.drivers.complete({ deliveryId, driverId, proof });
      const rejected = { code: 'proof_refused' };
      await expect(complete({ kind: 'in_person', receivedBy: 'Me' })).rejects.toMatchObject(rejected);
      const wrong = ['000001', '000002', '000003', '000004', '000005', '000006'].filter(
        (wrongPin) => wrongPin !== pin,
      );
      for (const wrongPin of wrong.slice(0, 5)) {
        await expect(complete({ kind: 'pin', pin: wrongPin })).rejects.toMatchObject(rejected);
      }
      await expect(complete({ kind: 'pin', pin })).rejects.toMatchObject({ code: 'proof_locked' });
      const [{ delivery, id: orderId }] = await untilDeliveriesAre(marketplace, bought, 'PICKED_UP');
      const pinAttempts = async () => {
        const { driverDelivery } = await marketplace.admin.query(DETAIL, { id: delivery.id });
        const { failedPinAttempts, pinLockedUntil } = driverDelivery.engine;
        return { failedPinAttempts, pinLockedUntil };
      };
      expect(await pinAttempts()).toEqual({ failedPinAttempts: 5, pinLockedUntil: expect.any(String) });
      const reset = () => marketplace.admin.query(RESET_PIN_ATTEMPTS, { id: delivery.id });
      const { as } = setup();
      await as('backstube', [...READ, 'WriteDriverDelivery'], reset);
      expect(await pinAttempts()).toEqual({ failedPinAttempts: 0, pinLockedUntil: null });
      expect(
        await eventually(
          () => getAdministrators(orderId, 'delivery.pin_attempts_reset'),
          ({ length }) => length > 0,
        ),
      ).toEqual([expect.stringMatching(/@/)]);
      await complete({ kind: 'pin', pin });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect((await seen()).pin).toBeNull();
      expect(await pinBy(stored.pinSecret!)).toBeNull();
      const { driverDelivery } = await marketplace.admin.query(DETAIL, { id: delivery.id });
      expect(driverDelivery.engine.timeline).toContainEqual(
        expect.objectContaining({ type: 'delivery.delivered' }),
      );
      expect(JSON.stringify(driverDelivery)).not.toContain(`"${pin}"`);
    });

    it('does not show the PIN to an account that is registered later with the address of a guest', async () => {
      const { session, deliveryId, seen, guestOrder } = await pickedUpOrderWithPin();
      const stored = await getStored(deliveryId);
      expect(await pinBy(stored.pinSecret!)).toBe(stored.deliveryPin);
      const account = { identifier: guestOrder.emailAddress, password: CUSTOMER.password };
      await session.request(
        `mutation ($identifier: String!, $password: String!) {
          registerCustomerAccount(input: { emailAddress: $identifier, password: $password }) { __typename }
        }`,
        account,
      );
      const { login } = await session.request<any>(LOG_IN, account);
      expect(login.__typename).toBe('CurrentUser');
      expect(await seen()).toMatchObject({ trackingCode: stored.trackingCode, pin: null });
    });

    it('uses a new PIN after a redispatch, which the history records', async () => {
      const { bought, deliveryId } = await pickedUpOrderWithPin();
      const { deliveryPin, pinSecret, ...first } = await getStored(deliveryId);
      await marketplace.drivers.fail({ deliveryId, driverId, code: 'other' });
      const [{ id: orderId, delivery }] = await untilDeliveriesAre(marketplace, bought, 'FAILED');
      const logged = (['error', 'warn', 'info', 'verbose', 'debug'] as const).map((level) =>
        jest.spyOn(Logger, level),
      );
      setup().deliveryPins.generate = randomPin;
      const results = await Promise.all(
        [1, 2, 3].map(() => marketplace.admin.query(REDISPATCH, { id: delivery.id })),
      );
      const outcomes = results.map(
        ({ redispatchDriverDelivery: result }) => result.reason?.code ?? 'redispatched',
      );
      setup().deliveryPins.generate = undefined;
      const lines = JSON.stringify(logged.flatMap(({ mock }) => mock.calls));
      logged.forEach((spy) => spy.mockRestore());
      expect(outcomes.sort()).toEqual(['ALREADY_REDISPATCHED', 'ALREADY_REDISPATCHED', 'redispatched']);
      expect([deliveryPin!, pinSecret!].filter((text) => lines.includes(text))).toEqual([]);

      const [again] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
      const second = await getStored(again.delivery.engineDeliveryId);
      expect(second).toMatchObject({ redeliveryNumber: 2, pinSecret, trackingCode: first.trackingCode });
      expect(second.deliveryPin).toMatch(/^\d{6}$/);
      expect(second.deliveryPin).not.toBe(deliveryPin);
      expect(await pinBy(pinSecret!)).toBe(second.deliveryPin);
      expect(await getAdministrators(orderId, 'delivery.redispatched')).toEqual(['superadmin']);
    });

    it("is a photo in the shop's own asset storage", async () => {
      const { bought, deliveryId, seen } = await pickedUpOrder();
      expect((await seen()).pin).toBeNull();
      const unknownKey = generateSigningKey();
      await expect(send(deliveryId, {}, unknownKey)).rejects.toMatchObject({ code: 'signature_invalid' });
      await expect(send(deliveryId, {}, marketplace.keys.webhook[0])).rejects.toMatchObject({
        code: 'signature_invalid',
      });
      await expect(send(deliveryId, { driverId: 'another' })).rejects.toMatchObject({
        code: 'driver_mismatch',
      });
      await expect(send('nothing')).rejects.toMatchObject({ code: 'not_found' });
      const text = Buffer.from('<script>alert(1)</script>').toString('base64');
      await expect(send(deliveryId, { image: text })).rejects.toMatchObject({ code: 'invalid_message' });

      const replaced = getFile(await send(deliveryId));
      const url = await send(deliveryId);
      // The file name has 128 random bits, and nothing of the delivery.
      expect([replaced, getFile(url)]).toEqual(
        Array.from({ length: 2 }, () => expect.stringMatching(/^proof-of-delivery-[0-9a-f]{32}\.png$/)),
      );
      expect(getFile(url)).not.toBe(replaced);
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

    it('is stored once for repeated requests', async () => {
      const { bought, deliveryId } = await pickedUpOrder();
      const id = newId();
      let urls: string[] = [];
      const { written, deleted } = await recordFiles(async () => {
        urls = await Promise.all([1, 2, 3].map(() => send(deliveryId, {}, imageKey, id)));
        urls.push(await send(deliveryId, {}, imageKey, id));
      });
      expect(new Set(urls).size).toBe(1);
      const [url] = urls;
      expect(written!.filter((file) => !deleted!.includes(file))).toEqual([getFile(url!)]);
      await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url: url! } });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect(await send(deliveryId, {}, imageKey, id)).toBe(url);
      expect((await recordFiles(sweep)).deleted).toEqual([]);
    });

    it('is a photo that the driver app uploads with a permit, from an allowed origin', async () => {
      const { bought, deliveryId, seen } = await pickedUpOrder();
      const { token } = await marketplace.drivers.createSession({ driverId, deviceName: 'Phone' });
      const { engineUrl: origin } = marketplace;
      const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
      const reply = await fetch(`${origin}/v1/driver/deliveries/${deliveryId}/proof-permit`, {
        method: 'POST',
        headers: bearer(token),
      });
      const { url: address, permit } = proofPermitSchema.parse(await reply.json());
      const preflight = await fetch(address, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      expect(preflight.ok).toBe(true);
      expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');

      const upload = async (by: string, bytes = Buffer.from(PNG, 'base64')) => {
        const response = await fetch(address, {
          method: 'POST',
          headers: { origin, ...bearer(by), 'content-type': 'image/png' },
          body: bytes,
        });
        expect(response.headers.get('access-control-allow-origin')).toBe(origin);
        return response.json();
      };
      const permitOf = (proof: object) =>
        createProofPermit([imageKey], { deliveryId, driverId, ...proof }).permit;
      const rejection = (code: ErrorCode) => ({ error: { code } });
      expect(await upload(`${permit}x`)).toMatchObject(rejection('unauthorized'));
      expect(await upload(permitOf({ deliveryId: 'nothing' }))).toMatchObject(rejection('sequence_gap'));
      const script = Buffer.from('<script>alert(1)</script>');
      expect(await upload(permit, script)).toMatchObject(rejection('invalid_message'));
      const { url } = proofImageReplySchema.parse(await upload(permit));
      // A repeated upload, with another permit.
      expect(await upload(permitOf({}))).toEqual({ url });
      await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url } });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect((await seen()).tracking.proof).toEqual({ kind: 'photo', receivedBy: null, imageUrl: url });
    });

    it('is a signature with an image', async () => {
      const { bought, deliveryId, seen } = await pickedUpOrder();
      const url = await send(deliveryId);
      const proof = { kind: 'signature' as const, signedBy: 'Mara', url };
      await marketplace.drivers.complete({ deliveryId, driverId, proof });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      const { tracking } = await seen();
      expect(tracking.proof).toEqual({ kind: 'signature', receivedBy: 'Mara', imageUrl: url });
    });
  });
}
