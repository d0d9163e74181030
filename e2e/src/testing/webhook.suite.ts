import { gzipSync } from 'node:zlib';
import {
  deliveryEventBatch,
  newSubmissionKey,
  reconcileDeliveries,
  signMessage,
  type DeliveryEvent,
  type DeliveryEventResult,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { Logger, TransactionalConnection } from '@vendure/core';
import { deliveryIdentity } from './delivery-identity';
import type { MarketplaceUnderTest } from './marketplace-under-test';
import { BAKERY, guestOrderFrom, readSellerOrders, untilDeliveriesAre } from './orders';

/** HTTP messages between Vendure and an engine service. */
export function webhook(market: () => MarketplaceUnderTest): void {
  describe('Vendure with an engine service', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      marketplace = market();
    });

    const cancelled = (identity: DeliveryIdentity, overrides: Partial<DeliveryEvent> = {}) =>
      ({
        id: `event-${Math.random()}`,
        type: 'delivery.cancelled',
        timestamp: new Date().toISOString(),
        data: {
          deliveryId: 'd-1',
          ...identity,
          sequence: 1,
          state: 'CANCELLED',
        },
        ...overrides,
      }) as DeliveryEvent;

    async function post(
      event: DeliveryEvent,
      {
        keys = marketplace.keys.webhook,
        body = JSON.stringify(deliveryEventBatch([event])),
      }: { keys?: string[]; body?: string } = {},
    ) {
      const response = await fetch(marketplace.eventsUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signMessage(keys, event.id, body) },
        body,
      });
      const reply = (await response.json()) as { results: DeliveryEventResult[] };
      return response.status === 200 ? getOutcome(reply.results[0]!) : { status: response.status, ...reply };
    }

    const getOutcome = (result: DeliveryEventResult) =>
      result.result === 'error' ? result.error.code : result.result;

    const rejected = (status: number, code: string) => ({ status, error: expect.objectContaining({ code }) });

    describe('webhook endpoint', () => {
      let identity: DeliveryIdentity;
      const getState = async () => (await readSellerOrders(marketplace, order))[0].delivery.state;
      let order: { id: string; code: string };

      beforeAll(async () => {
        order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
        const [sellerOrder] = await untilDeliveriesAre(marketplace, order, 'PENDING');
        // Without the prefix that the test server adds to ids.
        identity = await deliveryIdentity(marketplace.server.app, sellerOrder.id.replace('T_', ''));
      });

      // The engine did not send the events above: its delivery is PENDING.
      afterAll(async () => {
        await marketplace.startShift('bob', BAKERY.store.point);
        await eventually(
          () => marketplace.drivers.heartbeat('bob'),
          ({ task }) => task !== null,
        );
        await marketplace.endShifts('bob');
      });

      it("rejects Vendure's own key and changes nothing", async () => {
        const reply = await post(cancelled(identity), { keys: marketplace.keys.vendure });
        expect(reply).toEqual(rejected(401, 'signature_invalid'));
        expect(await getState()).toBe('PENDING');
      });

      it('rejects a request without a signature', async () => {
        const response = await fetch(marketplace.eventsUrl, { method: 'POST', body: '{}' });
        expect(response.status).toBe(401);
      });

      it('rejects a compressed body, and images when no image key is configured', async () => {
        const bomb = gzipSync(Buffer.alloc(11_000_000, ' '));
        const send = async (url: string, headers = {}) =>
          (await fetch(url, { method: 'POST', headers, body: bomb })).status;
        const json = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
        expect(await send(marketplace.eventsUrl, json)).toBe(415);
        const images = marketplace.eventsUrl.replace('events', 'proof-images');
        expect(await send(images, json)).toBe(404);
      });

      it('rejects an invalid event and an invalid batch', async () => {
        const event = { ...cancelled(identity), type: 'delivery.teleported' } as unknown as DeliveryEvent;
        expect(await post(event)).toBe('invalid_message');
        for (const body of ['{"id":', JSON.stringify(cancelled(identity))]) {
          expect(await post(event, { body })).toEqual(rejected(400, 'invalid_message'));
        }
      });

      it.each([
        ['an unknown order', '999999'],
        ['an id that no order can have', 'no-such-order'],
        ['an order that has a delivery under another key', undefined],
      ])('rejects an event with an unknown submission key: %s', async (_name, sellerOrderId) => {
        const warn = jest.spyOn(Logger, 'warn').mockImplementation();
        const unknown = { ...identity, submissionKey: newSubmissionKey() };
        const event = cancelled({ ...unknown, ...(sellerOrderId && { sellerOrderId }) });
        expect(await post(event)).toBe('not_found');
        expect(await getState()).toBe('PENDING');
        const [line] = warn.mock.calls
          .map(([text]) => text)
          .filter((text) => /unknown submission key/.test(text));
        expect(line).toContain(unknown.submissionKey);
        expect(line!.includes(identity.submissionKey)).toBe(sellerOrderId === undefined);
        warn.mockRestore();
      });

      it('rejects an event whose submission key belongs to another order', async () => {
        const warn = jest.spyOn(Logger, 'warn').mockImplementation();
        expect(await post(cancelled({ ...identity, orderCode: 'OTHER' }))).toBe('identity_mismatch');
        const [line] = warn.mock.calls
          .map(([text]) => text)
          .filter((text) => /belongs to another order/.test(text));
        expect(line).toContain(JSON.stringify(identity));
        expect(line).toContain('"orderCode":"OTHER"');
        warn.mockRestore();
        const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
        const shown = await rawConnection.query(
          'SELECT state, sequence, mismatch FROM driver_delivery WHERE "submissionKey" = $1',
          [identity.submissionKey],
        );
        const mismatch = 'OTHER_ORDER';
        expect(shown).toEqual([{ state: 'PENDING', sequence: 0, mismatch }]);
        await rawConnection.query('UPDATE driver_delivery SET mismatch = NULL WHERE "submissionKey" = $1', [
          identity.submissionKey,
        ]);
        await rawConnection.query('DELETE FROM history_entry WHERE data LIKE $1', [`%${mismatch}%`]);
      });

      it('applies a signed event once, and answers `duplicate` to its copies', async () => {
        const event = cancelled(identity);
        const answers = await Promise.all(Array.from({ length: 10 }, () => post(event)));
        expect(answers.sort()).toEqual(['applied', ...Array.from({ length: 9 }, () => 'duplicate')]);
        const [{ delivery, history }] = await readSellerOrders(marketplace, order);
        expect(delivery.timeline).toMatchObject([{ sequence: 1, type: 'delivery.cancelled' }]);
        expect(history.items).toHaveLength(1);
        expect(await post(cancelled(identity))).toBe('idempotency_conflict');
      });

      it("returns Vendure's deliveries in answer to a signed reconciliation request", async () => {
        const unknown = newSubmissionKey();
        const { submissionKey } = identity;
        const request = JSON.stringify(
          reconcileDeliveries(
            [identity.submissionKey, unknown].map((submissionKey) => ({
              submissionKey,
              sequence: 0,
              state: 'PENDING',
            })),
          ),
        );
        const reconcile = async (keys: string[], body = request) => {
          const headers = { 'content-type': 'application/json', ...signMessage(keys, 'm-1', request) };
          const response = await fetch(`${marketplace.eventsUrl}/reconcile`, {
            method: 'POST',
            headers,
            body,
          });
          return { status: response.status, body: (await response.json()) as unknown };
        };
        const [{ delivery }] = await readSellerOrders(marketplace, order);
        expect(delivery.state).toBe('CANCELLED');
        expect(await reconcile(marketplace.keys.webhook)).toEqual({
          status: 200,
          body: {
            deliveries: [
              { submissionKey, known: true, deliveryId: 'd-1', state: 'CANCELLED', sequence: 1 },
              { submissionKey: unknown, known: false },
            ],
          },
        });
        expect(await reconcile(marketplace.keys.vendure)).toMatchObject({
          status: 401,
          body: { error: { code: 'signature_invalid' } },
        });
        const altered = request.replace('PENDING', 'ASSIGNED');
        expect(await reconcile(marketplace.keys.webhook, altered)).toMatchObject({ status: 401 });
      });

      it("returns mismatches to the engine's operator", async () => {
        expect(await marketplace.reconcile([identity.submissionKey])).toEqual({
          compared: 1,
          resent: 0,
          mismatches: [
            expect.objectContaining({
              ...identity,
              kind: 'vendure_ahead',
              vendure: { state: 'CANCELLED', sequence: 1 },
              engine: { state: 'PENDING', sequence: expect.any(Number) },
            }),
          ],
        });
      });
    });

    it('dispatches an order that was paid while the engine was down', async () => {
      await marketplace.startShift('ada', BAKERY.store.point);
      await marketplace.killEngine();
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY]));
      await eventually(
        () => readSellerOrders(marketplace, order),
        ([{ delivery }]) =>
          delivery.state === 'SUBMITTING' && delivery.problem?.code === 'ENGINE_UNAVAILABLE',
      );
      await marketplace.startEngine();
      await marketplace.drivers.heartbeat('ada');
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(assigned.delivery).toMatchObject({ driverId: 'ada', problem: null });
      await marketplace.endShifts('ada');
    });
  });
}
