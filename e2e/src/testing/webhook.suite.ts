import { gzipSync } from 'node:zlib';
import {
  generateSigningKey,
  reconcileDeliveries,
  signMessage,
  type DeliveryEvent,
} from '@driver-dispatch/contract';
import { eventually } from './eventually';
import type { MarketplaceUnderTest } from './marketplace-under-test';
import { BAKERY, errandTo, sellerOrdersOf, untilDeliveriesAre } from './orders';

/** What goes over the wire between Vendure and an engine that is a service, and what does not. */
export function webhook(market: () => MarketplaceUnderTest): void {
  describe('between Vendure and an engine elsewhere', () => {
    let marketplace: MarketplaceUnderTest;
    beforeAll(() => {
      marketplace = market();
    });

    const cancelled = (sellerOrderId: string, overrides: Partial<DeliveryEvent> = {}) =>
      ({
        id: `event-${Math.random()}`,
        type: 'delivery.cancelled',
        timestamp: new Date().toISOString(),
        data: {
          deliveryId: 'd-1',
          sellerOrderId,
          channelId: '1',
          correlationId: 'c-1',
          sequence: 1,
          state: 'CANCELLED',
        },
        ...overrides,
      }) as DeliveryEvent;

    async function post(
      event: DeliveryEvent,
      {
        keys = marketplace.keys.webhook,
        at = new Date(),
        body = JSON.stringify(event),
        sent = body,
      }: { keys?: string[]; at?: Date; body?: string; sent?: string } = {},
    ) {
      const response = await fetch(marketplace.eventsUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signMessage(keys, event.id, body, at) },
        body: sent,
      });
      const text = await response.text();
      return { status: response.status, code: text ? JSON.parse(text).error?.code : undefined };
    }

    describe('the webhook', () => {
      let sellerOrderId: string;
      const stateOf = async () => (await sellerOrdersOf(marketplace, order))[0].delivery.state;
      let order: { id: string; code: string };

      beforeAll(async () => {
        order = await marketplace.shopper.buy(errandTo([BAKERY]));
        const [sellerOrder] = await untilDeliveriesAre(marketplace, order, 'PENDING');
        // Behind the prefix that the test server puts before ids.
        sellerOrderId = sellerOrder.id.replace('T_', '');
      });

      it.each([
        ['another key', () => ({ keys: [generateSigningKey()] }), 'signature_invalid'],
        ["Vendure's own key", () => ({ keys: marketplace.keys.vendure }), 'signature_invalid'],
        ['an old time', () => ({ at: new Date(Date.now() - 6 * 60_000) }), 'timestamp_out_of_tolerance'],
        ['a time to come', () => ({ at: new Date(Date.now() + 6 * 60_000) }), 'timestamp_out_of_tolerance'],
      ])('refuses %s, and nothing changes', async (_name, options, code) => {
        expect(await post(cancelled(sellerOrderId), options())).toEqual({ status: 401, code });
        expect(await stateOf()).toBe('PENDING');
      });

      it('refuses a body that was changed by one byte', async () => {
        const event = cancelled(sellerOrderId);
        const sent = JSON.stringify(event).replace('CANCELLED', 'CANCELLEC');
        expect(await post(event, { sent })).toEqual({ status: 401, code: 'signature_invalid' });
      });

      it('refuses a request without a signature', async () => {
        const response = await fetch(marketplace.eventsUrl, { method: 'POST', body: '{}' });
        expect(response.status).toBe(401);
      });

      it('refuses a compressed body, and reads no image where no key is configured', async () => {
        const bomb = gzipSync(Buffer.alloc(11_000_000, ' '));
        const send = async (url: string, headers = {}) =>
          (await fetch(url, { method: 'POST', headers, body: bomb })).status;
        const json = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
        expect(await send(marketplace.eventsUrl, json)).toBe(415);
        const images = marketplace.eventsUrl.replace('events', 'proof-images');
        expect(await send(images, json)).toBe(404);
      });

      it('refuses what is no event, naming the field', async () => {
        const event = {
          ...cancelled(sellerOrderId),
          type: 'delivery.teleported',
        } as unknown as DeliveryEvent;
        expect(await post(event)).toEqual({ status: 400, code: 'invalid_message' });
        const broken = cancelled(sellerOrderId);
        expect(await post(broken, { body: '{"id":' })).toMatchObject({ status: 400 });
      });

      it('refuses an event of an order it does not know', async () => {
        expect(await post(cancelled('999999'))).toEqual({ status: 404, code: 'not_found' });
        expect(await post(cancelled('no-such-order'))).toEqual({ status: 404, code: 'not_found' });
      });

      it('asks for the event that is missing', async () => {
        const event = cancelled(sellerOrderId);
        event.data.sequence = 2;
        expect(await post(event)).toEqual({ status: 409, code: 'sequence_gap' });
        expect(await stateOf()).toBe('PENDING');
      });

      it('applies a signed event, and takes a second copy for what it is', async () => {
        const event = cancelled(sellerOrderId);
        const answers = await Promise.all(Array.from({ length: 10 }, () => post(event)));
        expect(answers).toEqual(Array.from({ length: 10 }, () => ({ status: 204, code: undefined })));
        const [{ delivery, history }] = await sellerOrdersOf(marketplace, order);
        expect(delivery.events).toEqual([{ sequence: 1, type: 'delivery.cancelled' }]);
        expect(history.items).toHaveLength(1);
        expect(await post(cancelled(sellerOrderId))).toEqual({ status: 409, code: 'idempotency_conflict' });
      });

      it('tells what Vendure has of a delivery, to whoever has signed the question', async () => {
        const question = JSON.stringify(
          reconcileDeliveries(
            [sellerOrderId, '999999'].map((id) => ({ sellerOrderId: id, sequence: 0, state: 'PENDING' })),
          ),
        );
        const ask = async (keys: string[], body = question) => {
          const headers = { 'content-type': 'application/json', ...signMessage(keys, 'm-1', question) };
          const response = await fetch(`${marketplace.eventsUrl}/reconcile`, {
            method: 'POST',
            headers,
            body,
          });
          return { status: response.status, body: (await response.json()) as unknown };
        };
        const [{ delivery }] = await sellerOrdersOf(marketplace, order);
        expect(delivery.state).toBe('CANCELLED');
        expect(await ask(marketplace.keys.webhook)).toEqual({
          status: 200,
          body: {
            deliveries: [
              { sellerOrderId, known: true, deliveryId: 'd-1', state: 'CANCELLED', sequence: 1 },
              { sellerOrderId: '999999', known: false },
            ],
          },
        });
        expect(await ask(marketplace.keys.vendure)).toMatchObject({
          status: 401,
          body: { error: { code: 'signature_invalid' } },
        });
        expect(await ask(marketplace.keys.webhook, question.replace('PENDING', 'ASSIGNED'))).toMatchObject({
          status: 401,
        });
      });

      it("shows the engine's operator in what the two disagree", async () => {
        expect(await marketplace.reconcile([sellerOrderId])).toEqual({
          compared: 1,
          resent: 0,
          disagreeing: [
            expect.objectContaining({
              ...{ sellerOrderId, kind: 'vendure_ahead' },
              vendure: { state: 'CANCELLED', sequence: 1 },
              engine: { state: 'PENDING', sequence: expect.any(Number) },
            }),
          ],
        });
      });
    });

    it('an order paid while the engine is dead is dispatched once the engine lives again', async () => {
      // The engine still knows the order that the events above have ended in Vendure: one driver is for that.
      await marketplace.driverAt('bob', BAKERY.store.point);
      await marketplace.driverAt('ada', BAKERY.store.point);
      await marketplace.killEngine();
      const order = await marketplace.shopper.buy(errandTo([BAKERY]));
      await eventually(
        () => sellerOrdersOf(marketplace, order),
        ([{ delivery }]) => delivery.state === 'HANDOVER' && /connection/i.test(delivery.problem ?? ''),
      );
      await marketplace.startEngine();
      await marketplace.drivers.heartbeat('ada');
      const [assigned] = await untilDeliveriesAre(marketplace, order, 'ASSIGNED');
      expect(assigned.delivery).toMatchObject({ driverId: 'ada', problem: null });
    });
  });
}
