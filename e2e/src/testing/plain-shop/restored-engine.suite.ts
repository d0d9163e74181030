import { DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import { EventBus, Logger } from '@vendure/core';
import { CANCEL, DEAD_LETTERS, DELIVERY, END, REDISPATCH, REPLAY } from '../documents';
import type { PlainShop } from '../plain-shop';
import { deleteInEngine, makeDue, sweep, untilIdle } from './sweep-steps';
import { expectRejection } from '../rejection';

/** A delivery in a shop whose engine is reset or restored afterwards. */
interface Placed {
  orderId: string;
  /** Id in the Admin API. */
  id: string;
  engineId: string;
  driverId: string;
}

/** Ends deliveries that the engine has lost in a restore. */
export function restoredEngine(world: () => PlainShop): void {
  describe('reset or restored database of the engine', () => {
    let shop: PlainShop;
    let drivers = 0;
    const steps: string[] = [];
    let subscription: { unsubscribe(): void };

    beforeAll(() => {
      shop = world();
      subscription = shop.server.app
        .get(EventBus)
        .ofType(DriverDeliveryStepEvent)
        .subscribe(({ delivery, step }) => steps.push(`${delivery.id} ${step}`));
    });

    afterAll(() => subscription.unsubscribe());

    beforeEach(() => jest.spyOn(Logger, 'warn').mockImplementation());
    afterEach(() => jest.restoreAllMocks());

    const latest = async (orderId: string) =>
      (
        await shop.query(
          'SELECT * FROM driver_delivery WHERE "orderId" = $1 ORDER BY "redeliveryNumber" DESC',
          [orderId],
        )
      )[0];
    const waitUntil = (orderId: string, state: string) =>
      eventually(
        () => latest(orderId),
        (row) => row?.state === state,
      );
    const engineState = async (engineId: string) =>
      (await shop.query('SELECT state FROM driver_dispatch.deliveries WHERE id = $1', [engineId]))[0]?.state;
    const sweepOrder = async (orderId: string) => {
      await makeDue(shop, orderId);
      await sweep(shop);
    };
    const end = (id: string, outcome: 'DELIVERED' | 'FAILED' | 'RETURNED_TO_STORE') =>
      shop.admin.query(END, { id, outcome, reason: 'The engine was restored' });
    const deadLetters = async () =>
      (await shop.admin.query(DEAD_LETTERS)).driverDeliveryDeadLetters.totalItems;

    async function placeOrder(state: 'ASSIGNED' | 'PICKED_UP'): Promise<Placed> {
      const driverId = `d-${++drivers}`;
      await shop.startShift(driverId);
      const { id } = await shop.buy();
      const orderId = id.replace('T_', '');
      const delivery = await waitUntil(orderId, 'ASSIGNED');
      const { engineDeliveryId: engineId } = delivery;
      if (state === 'PICKED_UP') {
        await shop.drivers.pickUp({ deliveryId: engineId, driverId });
        await waitUntil(orderId, 'PICKED_UP');
      }
      await untilIdle(shop);
      return { orderId, id: `T_${delivery.id}`, engineId, driverId };
    }

    /** Deletes the delivery in the engine, and sets its driver OFFLINE. */
    async function loseInEngine({ orderId, driverId }: Placed): Promise<void> {
      await deleteInEngine(shop, orderId);
      await shop.query(`UPDATE driver_dispatch.drivers SET status = 'OFFLINE' WHERE id = $1`, [driverId]);
    }

    /** Resets the engine's delivery to its state before the pickup, as a restore from a backup does. */
    async function restoreAssigned({ engineId }: Placed): Promise<void> {
      await shop.query(
        'DELETE FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 1',
        [engineId],
      );
      await shop.query(
        `UPDATE driver_dispatch.deliveries SET state = 'ASSIGNED', sequence = 1 WHERE id = $1`,
        [engineId],
      );
    }

    /** Redispatches the order and cancels the new delivery. */
    async function redispatchAndCancel(delivery: Placed): Promise<void> {
      const { id, orderId } = delivery;
      await shop.endShift(delivery.driverId);
      await shop.admin.query(REDISPATCH, { id });
      const { id: again, redeliveryNumber } = await waitUntil(orderId, 'PENDING');
      expect(redeliveryNumber).toBe(2);
      await shop.admin.query(CANCEL, { id: `T_${again}` });
      await waitUntil(orderId, 'CANCELLED');
      await untilIdle(shop);
    }

    it.each([
      ['ASSIGNED', 'FAILED', 'other'],
      ['PICKED_UP', 'RETURNED_TO_STORE', 'returned_to_store'],
    ] as const)(
      'ends a delivery that is %s and unknown to the engine, and redispatches its order',
      async (state, outcome, failureCode) => {
        const delivery = await placeOrder(state);
        await loseInEngine(delivery);
        await sweepOrder(delivery.orderId);
        await expectRejection(shop.admin.query(CANCEL, { id: delivery.id, reason: 'x' }), 'OUT_OF_SYNC');
        await end(delivery.id, outcome);
        expect((await shop.admin.query(DELIVERY, { id: delivery.id })).driverDelivery).toMatchObject({
          state: 'FAILED',
          failureCode,
          endedBy: 'superadmin',
          endReason: 'The engine was restored',
        });
        const [entry] = await shop.query(
          `SELECT data FROM history_entry WHERE "orderId" = $1 AND data LIKE '%delivery.failed%'`,
          [delivery.orderId],
        );
        expect(JSON.parse(entry.data)).toMatchObject({
          operator: 'superadmin',
          note: 'The engine was restored',
        });
        await eventually(
          async () => steps,
          (seen) => seen.includes(`${delivery.id.replace('T_', '')} delivery.failed`),
        );
        await sweepOrder(delivery.orderId);
        expect((await latest(delivery.orderId)).mismatch).toBeNull();
        await redispatchAndCancel(delivery);
      },
    );

    it('ends a delivery as delivered before a sweep has compared it', async () => {
      const delivery = await placeOrder('PICKED_UP');
      await loseInEngine(delivery);
      await end(delivery.id, 'DELIVERED');
      expect((await shop.admin.query(DELIVERY, { id: delivery.id })).driverDelivery).toMatchObject({
        state: 'DELIVERED',
        endedBy: 'superadmin',
        proof: { kind: 'dispatcher' },
      });
      await untilIdle(shop);
    });

    it('ends a delivery whose cancellation the engine has lost, and replays its dead letter', async () => {
      const delivery = await placeOrder('ASSIGNED');
      await loseInEngine(delivery);
      await shop.admin.query(CANCEL, { id: delivery.id, reason: 'x' });
      await eventually(deadLetters, (count) => count === 1);
      await end(delivery.id, 'FAILED');
      await waitUntil(delivery.orderId, 'FAILED');
      await shop.admin.query(REPLAY);
      await eventually(deadLetters, (count) => count === 0);
      await redispatchAndCancel(delivery);
    });

    it.each(['before', 'after'] as const)(
      'ends a delivery in the restored engine too, %s a sweep has compared it',
      async (when) => {
        const delivery = await placeOrder('PICKED_UP');
        await restoreAssigned(delivery);
        if (when === 'after') {
          await sweepOrder(delivery.orderId);
        }
        await end(delivery.id, 'FAILED');
        expect((await latest(delivery.orderId)).state).toBe('FAILED');
        expect(await engineState(delivery.engineId)).toBe('FAILED');
        await untilIdle(shop);
        expect(await deadLetters()).toBe(0);
        await redispatchAndCancel(delivery);
      },
    );

    it('ends a delivery only in the shop if its submission key belongs to another order in the engine', async () => {
      const { id, orderId, engineId, driverId } = await placeOrder('ASSIGNED');
      const setOrderCode = (code: string) =>
        shop.query('UPDATE driver_dispatch.deliveries SET order_code = $2 WHERE id = $1', [engineId, code]);
      await setOrderCode('OTHER');
      await shop.drivers.pickUp({ deliveryId: engineId, driverId });
      await eventually(deadLetters, (count) => count === 1);
      expect(await latest(orderId)).toMatchObject({
        state: 'ASSIGNED',
        mismatch: 'OTHER_ORDER',
      });
      await expectRejection(shop.admin.query(CANCEL, { id, reason: 'x' }), 'OUT_OF_SYNC');
      await end(id, 'FAILED');
      const ended = { state: 'FAILED', endedBy: 'superadmin', mismatch: null };
      expect(await latest(orderId)).toMatchObject(ended);
      await sweepOrder(orderId);
      expect(await engineState(engineId)).toBe('PICKED_UP');

      // Its events are rejected again, but the mismatch of the ended delivery is not set again.
      await shop.admin.query(REPLAY);
      await eventually(deadLetters, (count) => count === 1);
      expect(await latest(orderId)).toMatchObject(ended);

      await setOrderCode((await latest(orderId)).orderCode);
      await shop.admin.query(REPLAY);
      const proof = { kind: 'in_person' as const, receivedBy: 'Mara' };
      await shop.drivers.complete({ deliveryId: engineId, driverId, proof, endShift: true });
      await eventually(deadLetters, (count) => count === 0);
      await untilIdle(shop);
      expect(await latest(orderId)).toMatchObject(ended);
    });

    it('ends deliveries in the engine in a sweep that a dispatcher has ended in the shop', async () => {
      const delivery = await placeOrder('PICKED_UP');
      await restoreAssigned(delivery);
      await end(delivery.id, 'FAILED');
      await untilIdle(shop);
      await shop.endShift(delivery.driverId);
      // Restores the engine once more.
      await restoreAssigned(delivery);
      await sweepOrder(delivery.orderId);
      expect(await engineState(delivery.engineId)).toBe('FAILED');
      await untilIdle(shop);
      expect(await deadLetters()).toBe(0);
      expect(await latest(delivery.orderId)).toMatchObject({ state: 'FAILED', mismatch: null });
    });
  });
}
