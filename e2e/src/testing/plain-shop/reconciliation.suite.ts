import { Logger } from '@vendure/core';
import { gql } from 'graphql-tag';
import { CANCEL_ORDER, RETRY } from '../admin-documents';
import { eventually } from '../eventually';
import type { PlainShop } from '../plain-shop';
import { makeDue, sweep, untilIdle } from './set-back';

const SHOWN = gql`
  query Shown($id: ID!) {
    order(id: $id) {
      delivery {
        id
        problem
        mismatch
      }
    }
  }
`;

/** What both sides have of each delivery: rows that are not equal show in what. */
const BOTH = `
  SELECT v.state, v.sequence, v."engineDeliveryId", v.problem, v.mismatch,
    e.state AS "engineState", e.sequence AS "engineSequence", e.id::text AS "engineId",
    (SELECT array_agg(s.sequence ORDER BY s.sequence) FROM driver_delivery_event s WHERE s."deliveryId" = v.id)
      AS events
  FROM driver_delivery v LEFT JOIN driver_dispatch.deliveries e ON e.submission_key = v."submissionKey"
  WHERE v."orderId" = $1`;

/** Makes shop and engine equal after either was set back to a backup. */
export function reconciliation(world: () => PlainShop): void {
  describe('after either side was set back', () => {
    let shop: PlainShop;

    beforeAll(() => {
      shop = world();
    });

    afterEach(() => jest.restoreAllMocks());

    const both = async (sellerOrderId: string) => (await shop.query(BOTH, [sellerOrderId]))[0];
    const until = (sellerOrderId: string, holds: (rows: any) => boolean) =>
      eventually(() => both(sellerOrderId), holds);
    const untilEqual = (sellerOrderId: string, state: string) =>
      until(
        sellerOrderId,
        (rows) => rows.state === state && rows.engineState === state && rows.sequence === rows.engineSequence,
      );
    async function buy(): Promise<{ id: string; sellerOrderId: string }> {
      const { id } = await shop.buy();
      const sellerOrderId = id.replace('T_', '');
      await until(sellerOrderId, (rows) => rows?.engineId && rows.state !== 'SUBMITTING');
      return { id, sellerOrderId };
    }

    /** An order that a driver of its own has picked up. */
    async function pickedUp(driverId: string) {
      await shop.startShift(driverId);
      const order = await buy();
      const { engineId: deliveryId } = await untilEqual(order.sellerOrderId, 'ASSIGNED');
      await shop.drivers.pickUp({ deliveryId, driverId });
      await untilEqual(order.sellerOrderId, 'PICKED_UP');
      await untilIdle(shop);
      const finish = async () => {
        await shop.drivers.complete({
          deliveryId, driverId,
          proof: { kind: 'code', code: '1' },
          endShift: true,
        });
      };
      return { ...order, finish };
    }

    /** Vendure as a backup has it that was made before the driver was assigned. */
    async function restoreVendure(sellerOrderId: string): Promise<void> {
      await shop.query(
        `DELETE FROM driver_delivery_event e USING driver_delivery d
         WHERE e."deliveryId" = d.id AND d."orderId" = $1`,
        [sellerOrderId],
      );
      await shop.query(
        `UPDATE driver_delivery SET state = 'PENDING', sequence = 0, "driverId" = NULL WHERE "orderId" = $1`,
        [sellerOrderId],
      );
      // Confirmed longer ago than an answer to the sweep's question may take.
      await shop.query(
        `UPDATE driver_dispatch.delivery_events e SET acknowledged_at = acknowledged_at - interval '1 minute'
         FROM driver_dispatch.deliveries d WHERE e.delivery_id = d.id AND d.seller_order_id = $1`,
        [sellerOrderId],
      );
      await makeDue(shop, sellerOrderId);
    }

    it('Vendure is told again by a sweep, of a delivery under way and of one at its end', async () => {
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

    it("Vendure is told again where the engine's operator asks", async () => {
      const { sellerOrderId, finish } = await pickedUp('bob');
      await restoreVendure(sellerOrderId);
      expect(await shop.reconcile()).toMatchObject({ resent: 1, disagreeing: [] });
      expect(await untilEqual(sellerOrderId, 'PICKED_UP')).toMatchObject({ events: [1, 2] });
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
    });

    it('is asked once in five minutes, and once more after its end', async () => {
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

    /** The engine as a backup has it that was made before the order came. */
    async function forget(sellerOrderId: string): Promise<void> {
      for (const table of ['delivery_events', 'assignments']) {
        await shop.query(
          `DELETE FROM driver_dispatch.${table} t USING driver_dispatch.deliveries d
           WHERE t.delivery_id = d.id AND d.seller_order_id = $1`,
          [sellerOrderId],
        );
      }
      await shop.query('DELETE FROM driver_dispatch.deliveries WHERE seller_order_id = $1', [sellerOrderId]);
      await makeDue(shop, sellerOrderId);
    }

    it('the engine is asked for a driver anew where it has told of nothing yet', async () => {
      const { id, sellerOrderId } = await buy();
      await untilIdle(shop);
      const { engineId: lost } = await both(sellerOrderId);
      await forget(sellerOrderId);
      await sweep(shop);
      const found = await untilEqual(sellerOrderId, 'PENDING');
      expect(found).toMatchObject({ problem: null, engineDeliveryId: found.engineId });
      expect(found.engineId).not.toBe(lost);
      await shop.admin.query(CANCEL_ORDER, { id });
      await untilEqual(sellerOrderId, 'CANCELLED');
      await untilIdle(shop);
    });

    it('the engine is told anew of a cancellation that it has answered and forgotten', async () => {
      const { id, sellerOrderId } = await buy();
      await shop.admin.query(CANCEL_ORDER, { id });
      await untilEqual(sellerOrderId, 'CANCELLED');
      await untilIdle(shop);
      await restoreVendure(sellerOrderId);
      await forget(sellerOrderId);
      await sweep(shop);
      expect(await untilEqual(sellerOrderId, 'CANCELLED')).toMatchObject({ events: [1] });
      await untilIdle(shop);
    });

    it('what the engine has lost is shown to people, and said once', async () => {
      const { id, sellerOrderId, finish } = await pickedUp('dora');
      const warn = jest.spyOn(Logger, 'warn').mockImplementation();
      const set = (sequence: number) =>
        shop.query('UPDATE driver_dispatch.deliveries SET sequence = $2 WHERE seller_order_id = $1', [
          sellerOrderId, sequence,
        ]);
      const shown = async () => (await shop.admin.query(SHOWN, { id })).order.delivery;
      const problem = (text: string | null) =>
        shop.query('UPDATE driver_delivery SET problem = $2 WHERE "orderId" = $1', [sellerOrderId, text]);
      await problem('Ring twice');
      await set(1);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        await makeDue(shop, sellerOrderId);
        await sweep(shop);
      }
      expect(await shown()).toMatchObject({
        problem: 'Ring twice', mismatch: expect.stringMatching(/engine has lost/),
      });
      await problem(null);
      expect((await shown()).problem).toMatch(/engine has lost/);
      const said = warn.mock.calls.filter(([line]) => /engine has lost/.test(line));
      expect(said).toHaveLength(1);
      const notes = await shop.query(`SELECT id FROM history_entry WHERE data LIKE '%engine has lost%'`);
      expect(notes).toHaveLength(1);
      expect((await shop.reconcile()).disagreeing).toEqual([
        expect.objectContaining({ sellerOrderId, kind: 'vendure_ahead' }),
      ]);
      // Equal again, the engine may have had another driver under the same sequence: it is for people to see.
      await set(2);
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await shown()).problem).toMatch(/engine has lost/);
      await finish();
      await untilEqual(sellerOrderId, 'DELIVERED');
      await untilIdle(shop);
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await shown()).problem).toMatch(/engine has lost/);
      await shop.admin.query(RETRY, { id: (await shown()).id });
      expect(await shown()).toMatchObject({ problem: null, mismatch: null });
    });

    it('what the engine does not know is shown to people, until it knows it again', async () => {
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
      expect((await both(sellerOrderId)).mismatch).toMatch(/does not know/);
      await rekey('substr(submission_key, 6)');
      await makeDue(shop, sellerOrderId);
      await sweep(shop);
      expect((await both(sellerOrderId)).mismatch).toBeNull();
    });
  });
}
