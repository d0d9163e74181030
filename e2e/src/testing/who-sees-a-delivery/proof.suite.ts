import { generateSigningKey, SignedHttpClient } from '@driver-dispatch/contract';
import { GraphqlClient } from '@driver-dispatch/dev-server';
import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { ConfigService, Order, TransactionalConnection, type ID } from '@vendure/core';
import { gql } from 'graphql-tag';
import { DETAIL, RESET_CODES } from '../desk-documents';
import type { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, errandTo, untilDeliveriesAre } from '../orders';
import { READ, type SplitOrder } from './split-order';

/** A picture of one dot. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const CUSTOMER = { email: 'mara@example.com', password: 'a-long-password' };

const fileOf = (address: string): string => address.split('/').pop()!;

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

    /** An order of somebody's, its goods on the road with the driver. */
    async function onTheRoad() {
      await marketplace.driverAt(driverId, BAKERY.store.point);
      const session = new GraphqlClient(`http://127.0.0.1:${marketplace.port}/shop-api`);
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
      return { bought, session, deliveryId, seen };
    }

    const send = (deliveryId: string, image: object = {}, key = imageKey) => {
      const client = new SignedHttpClient({ url: `http://127.0.0.1:${marketplace.port}`, keys: [key] });
      const message = { type: 'delivery.proof_image', deliveryId, driverId, contentType: 'image/png' };
      return client
        .post('/driver-dispatch/proof-images', 'img', { ...message, image: PNG, ...image })
        .then((reply: any) => reply.url as string)
        .finally(() => client.close());
    };

    /** File names of the proof images in a channel's catalogue of assets. */
    const proofImagesIn = async (channel: string): Promise<string[]> => {
      const query = gql`
        query {
          assets(options: { filter: { name: { contains: "proof-of-delivery" } } }) {
            items {
              source
            }
          }
        }
      `;
      const read = async () => {
        const { assets } = await marketplace.admin.query(query);
        return assets.items.map(({ source }: { source: string }) => fileOf(source));
      };
      return channel === '' ? read() : placed().as(channel, ['ReadAsset'], read);
    };

    /** Makes orders those of a customer who can sign in. */
    const giveToCustomer = async (orderIds: ID[]) => {
      const { createCustomer } = await marketplace.admin.query(
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
      const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
      const customer = { id: createCustomer.id.replace('T_', '') };
      for (const id of orderIds) {
        await rawConnection.getRepository(Order).update({ id }, { customer });
      }
    };

    /** Who has reset the failed PIN attempts of an order's delivery. */
    const resetsOf = async (orderId: string) => {
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
        .filter(({ data }: any) => data.event === 'delivery.pin_attempts_reset')
        .map(({ administrator }: any) => administrator.emailAddress);
    };

    it('is the code that only the receiver has, where the shop gives one', async () => {
      placed().handoverCodes.wanted = true;
      const { bought, session, deliveryId, seen } = await onTheRoad();
      placed().handoverCodes.wanted = false;
      const stored = await marketplace.server.app
        .get(TransactionalConnection)
        .rawConnection.getRepository(DriverDelivery)
        .findOneByOrFail({ engineDeliveryId: deliveryId });
      const code = stored.handoverCode!;
      expect(code).toMatch(/^\d{6}$/);

      const guest = new GraphqlClient(`http://127.0.0.1:${marketplace.port}/shop-api`);
      const pinBy = async (secret: string) => {
        const query = `query ($secret: String!) { driverDeliveryPin(secret: $secret) }`;
        return (await guest.request<any>(query, { secret })).driverDeliveryPin;
      };
      expect(await pinBy(stored.pinSecret!)).toBe(code);
      expect(await pinBy(stored.trackingCode!)).toBeNull();
      // This shopper is a guest, who sees the order by its code.
      expect(await seen()).toMatchObject({ trackingCode: stored.trackingCode, pin: null });
      await giveToCustomer([stored.orderId, bought.id.replace('T_', '')]);
      expect((await seen()).pin).toBeNull();
      await session.request(
        `mutation { login(username: "${CUSTOMER.email}", password: "${CUSTOMER.password}") { __typename } }`,
      );
      expect((await seen()).pin).toBe(code);
      expect(JSON.stringify(await marketplace.drivers.heartbeat(driverId))).not.toContain(code);
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
        const { wrongCodes, codeLockedUntil } = driverDelivery.engine;
        return { wrongCodes, codeLockedUntil };
      };
      expect(await codes()).toEqual({ wrongCodes: 5, codeLockedUntil: expect.any(String) });
      const reset = () => marketplace.admin.query(RESET_CODES, { id: delivery.id });
      const { as } = placed();
      await as('backstube', READ, () => expect(reset()).rejects.toThrow(/not currently authorized/));
      const other = [...READ, 'UpdateDriverDelivery'];
      await as('buchladen', other, () => expect(reset()).rejects.toThrow(/No DriverDelivery/));
      await as('backstube', other, reset);
      expect(await codes()).toEqual({ wrongCodes: 0, codeLockedUntil: null });
      expect(await resetsOf(orderId)).toEqual([expect.stringMatching(/@/)]);
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

      const { assetStorageStrategy } = marketplace.server.app.get(ConfigService).assetOptions;
      const deleted = jest.spyOn(assetStorageStrategy, 'deleteFile');
      const replaced = fileOf(await send(deliveryId));
      const url = await send(deliveryId);
      // 128 random bits, and nothing of the delivery.
      expect([replaced, fileOf(url)]).toEqual(
        Array.from({ length: 2 }, () => expect.stringMatching(/^proof-of-delivery-[0-9a-f]{32}\.png$/)),
      );
      expect(fileOf(url)).not.toBe(replaced);
      expect(deleted.mock.calls.map(([file]) => fileOf(file))).toContain(replaced);
      deleted.mockRestore();
      expect(await proofImagesIn('backstube')).toEqual([fileOf(url)]);
      expect(await proofImagesIn('buchladen')).toEqual([]);
      expect(await proofImagesIn('')).toEqual([]);
      await marketplace.drivers.complete({ deliveryId, driverId, proof: { kind: 'photo', url } });
      await untilDeliveriesAre(marketplace, bought, 'DELIVERED');
      expect((await seen()).tracking.proof).toEqual({ kind: 'photo', receivedBy: null, imageUrl: url });
      await expect(send(deliveryId)).rejects.toMatchObject({ code: 'illegal_transition' });
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
