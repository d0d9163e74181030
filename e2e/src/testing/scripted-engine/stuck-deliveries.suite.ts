import { setTimeout as sleep } from 'node:timers/promises';
import { DispatchError, getIdentity } from '@driver-dispatch/contract';
import {
  DriverDeliveryService,
  OpenDeliveriesService,
  SubmissionSweepService,
} from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { Logger, RequestContextService, TransactionalConnection, type ID } from '@vendure/core';
import { CANCEL_ORDER, RETRY, SET_DROPOFF } from '../documents';
import { STORE } from '../plain-shop';
import { expectRejection } from '../rejection';
import type { ScriptedShop } from './scripted-shop';

const POINT = { lat: 52.52, lon: 13.4 };

/** Submissions, cancellations and retries after failures. */
export function stuckDeliveries(world: () => ScriptedShop): void {
  describe('stuck deliveries', () => {
    let { engine, shop, query, show, waitUntil, untilState, untilNoted, buy } = {} as ScriptedShop;
    beforeAll(() => {
      ({ engine, shop, query, show, waitUntil, untilState, untilNoted, buy } = world());
    });

    /** Waits until no delivery is being submitted or retried. */
    async function untilIdle(): Promise<void> {
      await eventually(
        async () => [
          ...(await query(`SELECT id FROM job_record WHERE "isSettled" = false`)),
          ...(await query(
            `SELECT id FROM driver_delivery WHERE (state = 'SUBMITTING' AND "cancelRequestedAt" IS NULL)
               OR ("cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL)`,
          )),
        ],
        (open) => open.length === 0,
      );
    }

    it('keeps the assigned driver when a delivery is retried after a lost receipt', async () => {
      engine.onReady = async (order) => {
        if (engine.submitted.length === 1) {
          await engine.sendEvent(order, 'delivery.assigned');
        }
        throw new DispatchError('unreachable', 'The receipt is lost');
      };
      const { id } = await buy();
      const { delivery } = await untilState(id, 'ASSIGNED');
      await shop.admin.query(RETRY, { id: delivery.id });
      await shop.admin.query(RETRY, { id: delivery.id });
      await expectRejection(
        shop.admin.query(SET_DROPOFF, { id: delivery.id, point: POINT }),
        'DROPOFF_FIXED',
      );
      engine.onReady = () => undefined;
      const { delivery: submitted } = await waitUntil(id, ({ submittedAt }) => submittedAt !== null);
      expect(submitted).toMatchObject({ state: 'ASSIGNED', problem: null, sequence: 1 });
      const [first, ...others] = engine.submitted;
      others.forEach((message) => expect(message).toEqual(first));
      await untilIdle();
    });

    it('does not change the submission while it is in flight', async () => {
      const answers: (() => void)[] = [];
      engine.onReady = () => new Promise<void>((resolve) => answers.push(resolve));
      const { id } = await buy();
      await eventually(
        () => engine.submitted.length,
        (count) => count === 1,
      );
      const { delivery } = await show(id);
      await shop.admin.query(RETRY, { id: delivery.id });
      await expectRejection(
        shop.admin.query(SET_DROPOFF, { id: delivery.id, point: POINT }),
        'DROPOFF_FIXED',
      );
      engine.onReady = () => undefined;
      answers.forEach((answer) => answer());
      await untilState(id, 'PENDING');
      await untilIdle();
      engine.submitted.forEach((message) => expect(message).toEqual(engine.submitted[0]));
    });

    it('repeats the submission of a delivery that was located later with the same contents', async () => {
      const { id } = await buy({ located: false });
      const { delivery } = await untilState(id, 'NOT_LOCATED');
      engine.onReady = async () => {
        throw new DispatchError('timeout', 'Perhaps it arrived');
      };
      world().geocoded = POINT;
      await query(`UPDATE driver_delivery SET "updatedAt" = now() - interval '1 minute'`);
      await shop.server.app.get(SubmissionSweepService).sweep();
      await waitUntil(
        id,
        ({ state, problem }) => state === 'SUBMITTING' && problem?.code === 'ENGINE_UNAVAILABLE',
      );
      await shop.admin.query(RETRY, { id: delivery.id });
      engine.onReady = () => undefined;
      await untilState(id, 'PENDING');
      await untilIdle();
      engine.submitted.forEach((message) => expect(message).toEqual(engine.submitted[0]));
    });

    it('keeps a cancelled delivery cancelled when it is retried', async () => {
      engine.onCancelled = ({ data }) => engine.sendEvent(data, 'delivery.cancelled');
      const { id } = await buy({ located: false });
      const { delivery } = await untilState(id, 'NOT_LOCATED');
      await shop.admin.query(CANCEL_ORDER, { id });
      await untilState(id, 'CANCELLED');
      await shop.admin.query(RETRY, { id: delivery.id });
      await expectRejection(
        shop.admin.query(SET_DROPOFF, { id: delivery.id, point: POINT }),
        'DROPOFF_FIXED',
      );
      await untilIdle();
      expect((await show(id)).delivery.state).toBe('CANCELLED');
      expect(engine.submitted).toHaveLength(0);
    });

    it('rebuilds a submission that the engine rejected as invalid when it is retried', async () => {
      engine.onReady = async () => {
        throw new DispatchError('invalid_message', 'data.pickup: not in this town');
      };
      const { id } = await buy();
      const { delivery, history } = await untilNoted(id, 'REFUSED');
      expect(history.items).toHaveLength(1);
      engine.onReady = () => undefined;
      await shop.admin.query(SET_DROPOFF, { id: delivery.id, point: POINT });
      await untilState(id, 'PENDING');
      expect(engine.submitted.map(({ dropoff }) => dropoff.point).at(-1)).toEqual(POINT);
    });

    it("adopts the engine's delivery of an earlier submission", async () => {
      engine.onReady = async (order) => {
        throw new DispatchError('idempotency_conflict', 'Accepted with other contents', {
          details: { deliveryId: 'd-earlier', state: 'PENDING', ...getIdentity(order) },
        });
      };
      const { id } = await buy();
      const { delivery, history } = await untilNoted(id, 'PENDING');
      expect(delivery).toMatchObject({ engineDeliveryId: 'd-earlier', problem: null });
      expect(delivery.submittedAt).not.toBeNull();
      expect(history.items.map(({ data }: any) => data.problem.code)).toEqual(['EARLIER_VERSION']);
    });

    it('rejects an earlier delivery of another order', async () => {
      const warn = jest.spyOn(Logger, 'warn').mockImplementation();
      engine.onReady = async (order) => {
        throw new DispatchError('idempotency_conflict', 'Accepted with other contents', {
          details: {
            deliveryId: 'd-other',
            state: 'DELIVERED',
            ...getIdentity(order),
            orderCode: '#0/Köln 1',
          },
        });
      };
      const { id } = await buy();
      const { delivery, history } = await untilNoted(id, 'REFUSED');
      const problem = { code: 'OTHER_ORDER' };
      expect(delivery).toMatchObject({ problem, engineDeliveryId: null, submittedAt: null, sequence: 0 });
      expect(history.items.map(({ data }: any) => data.problem)).toMatchObject([problem]);
      const lines = warn.mock.calls.map(([line]) => line);
      expect(lines).toContainEqual(
        expect.stringContaining(JSON.stringify(getIdentity(engine.submitted[0]!))),
      );
      expect(lines).toContainEqual(expect.stringContaining('"orderCode":"#0/Köln 1"'));
      warn.mockRestore();
    });

    it('accepts custom order codes and a rejected cancellation', async () => {
      engine.onCancelled = async () => {
        throw new DispatchError('invalid_message', 'data.reason: not that one');
      };
      const { id } = await buy();
      const { code } = await untilState(id, 'PENDING');
      expect(code).toMatch(/^#\d+\/Köln 1$/);
      await shop.admin.query(CANCEL_ORDER, { id });
      const { history } = await eventually(
        () => show(id),
        (order) => order.history.items.length > 0,
      );
      expect(history.items[0].data.problem.code).toBe('CANCELLATION_REJECTED');
      expect(engine.submitted[0]!.orderCode).toBe(code);
      expect(getIdentity(engine.cancelled[0]!.data)).toEqual(getIdentity(engine.submitted[0]!));
      const unanswered = `SELECT id FROM driver_delivery
        WHERE "cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL`;
      expect(await query(unanswered)).toEqual([]);
    });

    it('retries a delivery after the commit', async () => {
      const { id } = await buy({ located: false });
      const { delivery } = await untilState(id, 'NOT_LOCATED');
      const { app } = shop.server;
      const deliveryId = delivery.id.replace('T_', '');
      world().geocoded = POINT;
      const ctx = await app.get(RequestContextService).create({ apiType: 'admin' });
      await app.get(TransactionalConnection).withTransaction(ctx, async (transaction) => {
        await app.get(DriverDeliveryService).retry(transaction, deliveryId);
        await sleep(100);
        expect(engine.submitted).toEqual([]);
      });
      await untilState(id, 'PENDING');
    });

    describe('submission sweep', () => {
      /** Inserts overdue deliveries with orders. */
      async function deliveries(
        count: number,
        state: string,
        createdAt: string,
        rest = 'NULL',
      ): Promise<void> {
        await query(
          `WITH orders AS (
             INSERT INTO "order" (code, state, active, "couponCodes", "shippingAddress", "billingAddress",
               "currencyCode", "subTotal", "subTotalWithTax", shipping, "shippingWithTax")
             SELECT 'swept-' || gen_random_uuid(), 'PaymentSettled', false, '', '{}', '{}', 'USD', 0, 0, 0, 0
             FROM generate_series(1, ${count}) RETURNING id, code)
           INSERT INTO driver_delivery ("orderId", "submissionKey", "orderCode", "channelId", state, sequence,
             "createdAt", "updatedAt", "cancelRequestedAt")
           SELECT id, code, code, 1, '${state}', 0, ${createdAt}, ${createdAt}, ${rest} FROM orders
           ORDER BY orders.id`,
        );
      }

      /** Runs a sweep and returns the claimed ids in their order, by kind. */
      async function sweep(): Promise<Record<string, ID[]>> {
        const ids: ID[] = [];
        const queue = { update: (claimed: ID[]) => void ids.push(...claimed) };
        const { app } = shop.server;
        const service = new SubmissionSweepService(
          app.get(TransactionalConnection),
          app.get(OpenDeliveriesService),
          queue as never,
        );
        expect(await service.sweep()).toEqual({ claimed: ids.length });
        const rows: { id: ID; kind: string }[] = await query(
          `SELECT id, CASE WHEN "cancelRequestedAt" IS NOT NULL THEN 'CANCEL'
                      WHEN "createdAt" > now() - interval '1 hour' THEN state || ' fresh'
                      ELSE state END AS kind FROM driver_delivery`,
        );
        const byKind: Record<string, ID[]> = {};
        for (const id of ids) {
          const { kind } = rows.find((row) => row.id === id)!;
          (byKind[kind] ??= []).push(id);
        }
        return byKind;
      }

      /** Makes the deliveries older, as if time had passed between two sweeps. */
      const wait = (time: string) =>
        query(`UPDATE driver_delivery SET "updatedAt" = "updatedAt" - interval '${time}'`);

      beforeAll(async () => {
        await query('DELETE FROM driver_delivery');
        await deliveries(600, 'NOT_LOCATED', `now() - interval '2 days'`);
        await deliveries(1, 'SUBMITTING', `now() - interval '1 day'`);
        await deliveries(1, 'CANCELLED', `now() - interval '1 day'`, 'now()');
        await deliveries(60, 'NOT_LOCATED', `now() - interval '10 minutes'`);
      });

      it('claims deliveries that can be submitted first, and a limited number of NOT_LOCATED ones', async () => {
        const first = await sweep();
        expect(first).toMatchObject({ SUBMITTING: [expect.anything()], CANCEL: [expect.anything()] });
        expect(first.NOT_LOCATED).toHaveLength(50);
        expect(first['NOT_LOCATED fresh']).toHaveLength(50);
        expect(first['SUBMITTING']).toHaveLength(1);

        await wait('1 minute');
        const second = await sweep();
        expect(second).toMatchObject({ SUBMITTING: first.SUBMITTING!, CANCEL: first.CANCEL! });
        const both = [...first.NOT_LOCATED!, ...second.NOT_LOCATED!];
        expect(new Set(both).size).toBe(100);
        // The ten that were not claimed yet come first, then the others again.
        const late = second['NOT_LOCATED fresh']!.slice(0, 10);
        late.forEach((id) => expect(first['NOT_LOCATED fresh']).not.toContain(id));
        expect(second['NOT_LOCATED fresh']).toHaveLength(50);
      });

      it('claims every NOT_LOCATED delivery, and old ones again after a quarter of an hour', async () => {
        const seen: ID[] = [];
        for (let sweeps = 0; sweeps < 10; sweeps += 1) {
          await wait('1 minute');
          seen.push(...((await sweep()).NOT_LOCATED ?? []));
        }
        expect(seen).toHaveLength(500);
        expect(new Set(seen).size).toBe(500);
        await wait('1 minute');
        expect((await sweep()).NOT_LOCATED).toBeUndefined();
        await wait('15 minutes');
        expect((await sweep()).NOT_LOCATED).toHaveLength(50);
      });
    });

    it('stores the corrected pickup if a driver is assigned before the reply', async () => {
      const corrected = { lat: 52.531, lon: 13.401 };
      const { id } = await buy();
      await untilState(id, 'PENDING');
      const key = engine.submitted.at(-1)!.submissionKey;
      // Other deliveries wait at the store as well.
      engine.onUpdated = async ({ data }) => {
        if (data.submissionKey === key) {
          await engine.sendEvent(data, 'delivery.assigned');
        }
      };
      await shop.locateStore(corrected);
      await untilState(id, 'ASSIGNED');
      const [{ submission: stored }] = await eventually(
        () =>
          query(
            `SELECT submission FROM driver_delivery WHERE "submissionKey" = $1 AND "pickupChangedAt" IS NULL`,
            [key],
          ),
        (rows) => rows.length === 1,
      );
      expect(JSON.parse(stored).pickup.point).toEqual(corrected);
      await shop.locateStore(STORE);
    });
  });
}
