import { Logger } from '@vendure/core';
import { eventually } from '@driver-dispatch/local-servers';
import { CANCEL_ORDER, RETRY } from '../documents';
import type { PlainShop } from '../plain-shop';
import { deleteInEngine, makeDue, sweep, untilIdle } from './sweep-steps';

/** Returns a delivery's rows in Vendure and in the engine. */
const BOTH = `
  SELECT v.state, v.sequence, v."engineDeliveryId", v.problem, v.mismatch,
    e.state AS "engineState", e.sequence AS "engineSequence", e.id::text AS "engineId",
    (SELECT array_agg(s.sequence ORDER BY s.sequence) FROM driver_delivery_timeline_entry s WHERE s."deliveryId" = v.id)
      AS events
  FROM driver_delivery v LEFT JOIN driver_dispatch.deliveries e ON e.submission_key = v."submissionKey"
  WHERE v."orderId" = $1`;

/** Reconciliation of shop and engine after a restore of one of them. */
export function reconciliation(world: () => PlainShop): void {
  describe('reconciliation after a restore', () => {
    let shop: PlainShop;

    beforeAll(() => {
      shop = world();
    });

    afterEach(() => jest.restoreAllMocks());

    const both = async (sellerOrderId: string) => (await shop.query(BOTH, [sellerOrderId]))[0];
    const waitUntil = (sellerOrderId: string, holds: (rows: any) => boolean) =>
      eventually(() => both(sellerOrderId), holds);
    const untilEqual = (sellerOrderId: string, state: string) =>
      waitUntil(
        sellerOrderId,
        (rows) => rows.state === state && rows.engineState === state && rows.sequence === rows.engineSequence,
      );
    async function buy(): Promise<{ id: string; sellerOrderId: string }> {
      const { id } = await shop.buy();
      const sellerOrderId = id.replace('T_', '');
      await waitUntil(sellerOrderId, (rows) => rows?.engineId && rows.state !== 'SUBMITTING');
      return { id, sellerOrderId };
    }

    /** Buys an order that a new driver picks up. */
    async function pickedUp(driverId: string) {
      await shop.startShift(driverId);
      const order = await buy();
      const { engineId: deliveryId } = await untilEqual(order.sellerOrderId, 'ASSIGNED');
      await shop.drivers.pickUp({ deliveryId, driverId });
      await untilEqual(order.sellerOrderId, 'PICKED_UP');
      await untilIdle(shop);
      const finish = async () => {
        await shop.drivers.complete({
          deliveryId,
          driverId,
          proof: { kind: 'pin', pin: '1' },
          endShift: true,
        });
      };
      return { ...order, finish };
    }

    /** Resets Vendure's delivery to its state before the assignment, as a restore from a backup does. */
    async function restoreVendure(sellerOrderId: string): Promise<void> {
      await shop.query(
        `DELETE FROM driver_delivery_timeline_entry e USING driver_delivery d
         WHERE e."deliveryId" = d.id AND d."orderId" = $1`,
        [sellerOrderId],
      );
      await shop.query(
        `UPDATE driver_delivery SET state = 'PENDING', sequence = 0, "driverId" = NULL WHERE "orderId" = $1`,
        [sellerOrderId],
      );
      // The acknowledgement must be older than the timeout of the sweep's request.
      await shop.query(
        `UPDATE driver_dispatch.delivery_events e SET acknowledged_at = acknowledged_at - interval '1 minute'
         FROM driver_dispatch.deliveries d WHERE e.delivery_id = d.id AND d.seller_order_id = $1`,
        [sellerOrderId],
      );
      await makeDue(shop, sellerOrderId);
    }

    it('resends the events of active and finished deliveries to Vendure in a sweep', async () => {
      const { sellerOrderId, finish } = await pickedUp('ada');
      await restoreVendure(sellerOrderId);
      expect(await sweep(shop)).toMatchObject({ reconciliation: { compared: 1 } });
      expect(await untilEqual(sellerOrderId, 'PICKED_UP')).toMatchObject({ events: [1, 2], problem: null });
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
      await restoreVendure(sellerOrderId);
      await sweep(shop);
      expect(await untilEqual(sellerOrderId, 'DELIVERED')).toMatchObject({ events: [1, 2, 3] });
    });

    it("resends events to Vendure when the engine's operator reconciles", async () => {
      const { sellerOrderId, finish } = await pickedUp('bob');
      await restoreVendure(sellerOrderId);
      expect(await shop.reconcile()).toMatchObject({ resent: 1, mismatches: [] });
      expect(await untilEqual(sellerOrderId, 'PICKED_UP')).toMatchObject({ events: [1, 2] });
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
    });

    it('compares a delivery every five minutes, and once more after its end', async () => {
      const { sellerOrderId, finish } = await pickedUp('cleo');
      await makeDue(shop, sellerOrderId);
      expect(await sweep(shop)).toMatchObject({ reconciliation: { compared: 1 } });
      expect(await sweep(shop)).toMatchObject({ reconciliation: { compared: 0 } });
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
      for (const compared of [1, 0]) {
        await shop.query(
          `UPDATE driver_delivery SET "updatedAt" = now() - interval '10 minutes' WHERE "orderId" = $1`,
          [sellerOrderId],
        );
        expect(await sweep(shop)).toMatchObject({ reconciliation: { compared } });
      }
      await shop.query(
        `UPDATE driver_delivery SET "reconciledAt" = NULL, "updatedAt" = now() - interval '25 hours'
         WHERE "orderId" = $1`,
        [sellerOrderId],
      );
      expect(await sweep(shop)).toMatchObject({ reconciliation: { compared: 0 } });
    });

    it('submits an order again that the engine has lost before its first event', async () => {
      const { id, sellerOrderId } = await buy();
      await untilIdle(shop);
      const { engineId: lost } = await both(sellerOrderId);
      await deleteInEngine(shop, sellerOrderId);
      await sweep(shop);
      const found = await untilEqual(sellerOrderId, 'PENDING');
      expect(found).toMatchObject({ problem: null, engineDeliveryId: found.engineId });
      expect(found.engineId).not.toBe(lost);
      await shop.admin.query(CANCEL_ORDER, { id });
      await untilEqual(sellerOrderId, 'CANCELLED');
      await untilIdle(shop);
    });

    it('sends a cancellation again that the engine has lost', async () => {
      const { id, sellerOrderId } = await buy();
      await shop.admin.query(CANCEL_ORDER, { id });
      await untilEqual(sellerOrderId, 'CANCELLED');
      await untilIdle(shop);
      await restoreVendure(sellerOrderId);
      await deleteInEngine(shop, sellerOrderId);
      await sweep(shop);
      expect(await untilEqual(sellerOrderId, 'CANCELLED')).toMatchObject({ events: [1] });
      await untilIdle(shop);
    });

    it('reports events that the engine has lost, and logs them once', async () => {
      const { id, sellerOrderId, finish } = await pickedUp('dora');
      const warn = jest.spyOn(Logger, 'warn').mockImplementation();
      const set = (sequence: number) =>
        shop.query('UPDATE driver_dispatch.deliveries SET sequence = $2 WHERE seller_order_id = $1', [
          sellerOrderId,
          sequence,
        ]);
      const shown = async () => (await shop.order(id)).delivery;
      const setProblem = (problem: object | null) =>
        shop.query('UPDATE driver_delivery SET problem = $2 WHERE "orderId" = $1', [
          sellerOrderId,
          problem && JSON.stringify(problem),
        ]);
      await setProblem({ code: 'NO_DRIVER_AVAILABLE', details: {}, message: 'No driver' });
      await set(1);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        await makeDue(shop, sellerOrderId);
        await sweep(shop);
      }
      expect(await shown()).toMatchObject({
        problem: { code: 'NO_DRIVER_AVAILABLE' },
        mismatch: 'EVENTS_LOST',
      });
      await setProblem(null);
      expect((await shown()).problem).toMatchObject({ code: 'EVENTS_LOST' });
      const logged = warn.mock.calls.filter(([line]) => /engine has lost/.test(line));
      expect(logged).toHaveLength(1);
      const notes = await shop.query(`SELECT id FROM history_entry WHERE data LIKE '%EVENTS_LOST%'`);
      expect(notes).toHaveLength(1);
      expect((await shop.reconcile()).mismatches).toEqual([
        expect.objectContaining({ sellerOrderId, kind: 'vendure_ahead' }),
      ]);
      // Keeps the mismatch when the sequences are equal: the engine may have assigned another driver.
      await set(2);
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await shown()).problem).toMatchObject({ code: 'EVENTS_LOST' });
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await shown()).problem).toMatchObject({ code: 'EVENTS_LOST' });
      await shop.admin.query(RETRY, { id: (await shown()).id });
      expect(await shown()).toMatchObject({ problem: null, mismatch: null });
    });

    it('reports a delivery that the engine does not have, until it has the delivery again', async () => {
      const { sellerOrderId, finish } = await pickedUp('emil');
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
      jest.spyOn(Logger, 'warn').mockImplementation();
      const rekey = (to: string) =>
        shop.query(
          `UPDATE driver_dispatch.deliveries SET submission_key = ${to} WHERE seller_order_id = $1`,
          [sellerOrderId],
        );
      await rekey(`'gone-' || submission_key`);
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await both(sellerOrderId)).mismatch).toBe('LOST_IN_ENGINE');
      await rekey('substr(submission_key, 6)');
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await both(sellerOrderId)).mismatch).toBeNull();
    });
  });
}
