import { Shopper, SELLERS } from '@driver-dispatch/dev-server';
import { DispatchSweepService, DriverDeliveryStepEvent } from '@driver-dispatch/driver-integration-plugin';
import { EventBus, Logger } from '@vendure/core';
import { CANCEL, DEAD_LETTERS, END, ENDED, REDISPATCH, REPLAY } from './testing/desk-documents';
import { eventually } from './testing/eventually';
import { leaveNothing } from './testing/leave-nothing';
import { errandTo } from './testing/orders';
import { PlainShop } from './testing/plain-shop';

jest.setTimeout(90_000);

const STORE = { lat: 52.5243, lon: 13.3957 };

/** A delivery of a shop whose engine is reset or set back afterwards. */
interface Placed {
  orderId: string;
  /** As the Admin API has it. */
  id: string;
  engineId: string;
  driverId: string;
}

describe('after the database of the engine was reset or set back', () => {
  let shop: PlainShop;
  let drivers = 0;
  const steps: string[] = [];

  beforeAll(async () => {
    shop = await PlainShop.start({});
    await shop.locateStore(STORE);
    shop.server.app
      .get(EventBus)
      .ofType(DriverDeliveryStepEvent)
      .subscribe(({ delivery, step }) => steps.push(`${delivery.id} ${step}`));
  });

  beforeEach(() => jest.spyOn(Logger, 'warn').mockImplementation());
  afterEach(() => jest.restoreAllMocks());
  leaveNothing(() => shop);

  afterAll(() => shop?.stop());

  const latest = async (orderId: string) =>
    (
      await shop.query('SELECT * FROM driver_delivery WHERE "orderId" = $1 ORDER BY attempt DESC', [orderId])
    )[0];
  const until = (orderId: string, state: string) =>
    eventually(
      () => latest(orderId),
      (row) => row?.state === state,
    );
  const untilIdle = () =>
    eventually(
      () =>
        shop.query(`SELECT id::text FROM job_record WHERE "isSettled" = false UNION ALL
          SELECT id::text FROM driver_delivery WHERE (state = 'HANDOVER' AND "cancelRequestedAt" IS NULL)
            OR ("cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL) UNION ALL
          SELECT id::text FROM driver_dispatch.delivery_events WHERE acknowledged_at IS NULL AND dead_at IS NULL`),
      (open) => open.length === 0,
    );
  const engineState = async (engineId: string) =>
    (await shop.query('SELECT state FROM driver_dispatch.deliveries WHERE id = $1', [engineId]))[0]?.state;
  const sweep = async (orderId: string) => {
    await shop.query(
      `UPDATE driver_delivery SET "reconciledAt" = NULL, "createdAt" = now() - interval '1 hour',
         "updatedAt" = now() - interval '10 minutes' WHERE "orderId" = $1`,
      [orderId],
    );
    await shop.server.app.get(DispatchSweepService).sweep();
  };
  const end = (id: string, outcome: 'DELIVERED' | 'FAILED' | 'RETURNED_TO_STORE') =>
    shop.admin.query(END, { id, outcome, reason: 'The engine was restored' });
  const deadLetters = async () => (await shop.admin.query(DEAD_LETTERS)).driverDeliveryDeadLetters.totalItems;

  async function placed(state: 'ASSIGNED' | 'PICKED_UP'): Promise<Placed> {
    const driverId = `d-${++drivers}`;
    await shop.drivers.register({ driverId, name: driverId, channels: [] });
    await shop.drivers.setStatus({ driverId, status: 'AVAILABLE', point: STORE });
    const { id } = await new Shopper(shop.shopApiUrl).buy({ ...errandTo(SELLERS), searches: ['Lamp'] });
    const orderId = id.replace('T_', '');
    const delivery = await until(orderId, 'ASSIGNED');
    const { engineDeliveryId: engineId } = delivery;
    if (state === 'PICKED_UP') {
      await shop.drivers.pickUp({ deliveryId: engineId, driverId });
      await until(orderId, 'PICKED_UP');
    }
    await untilIdle();
    return { orderId, id: `T_${delivery.id}`, engineId, driverId };
  }

  /** The engine as a backup has it that was made before the order came. */
  async function forget({ engineId, driverId }: Placed): Promise<void> {
    for (const table of ['delivery_events', 'assignments', 'alerts']) {
      await shop.query(`DELETE FROM driver_dispatch.${table} WHERE delivery_id = $1`, [engineId]);
    }
    await shop.query('DELETE FROM driver_dispatch.deliveries WHERE id = $1', [engineId]);
    await shop.query(`UPDATE driver_dispatch.drivers SET status = 'OFFLINE' WHERE id = $1`, [driverId]);
  }

  /** The engine as a backup has it that was made before the pick-up. */
  async function setBack({ engineId }: Placed): Promise<void> {
    await shop.query('DELETE FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 1', [
      engineId,
    ]);
    await shop.query(`UPDATE driver_dispatch.deliveries SET state = 'ASSIGNED', sequence = 1 WHERE id = $1`, [
      engineId,
    ]);
  }

  const endShift = ({ driverId }: Placed) => shop.drivers.setStatus({ driverId, status: 'OFFLINE' });

  /** Sends the order out again and calls the new delivery off. */
  async function redispatched(delivery: Placed): Promise<void> {
    const { id, orderId } = delivery;
    await endShift(delivery);
    await shop.admin.query(REDISPATCH, { id });
    const { id: again, attempt } = await until(orderId, 'PENDING');
    expect(attempt).toBe(2);
    await shop.admin.query(CANCEL, { id: `T_${again}` });
    await until(orderId, 'CANCELLED');
    await untilIdle();
  }

  it.each([
    ['ASSIGNED', 'FAILED', 'other'],
    ['PICKED_UP', 'RETURNED_TO_STORE', 'returned_to_store'],
  ] as const)(
    'a dispatcher ends a delivery that is %s and unknown to the engine, and sends its order out again',
    async (state, outcome, failureCode) => {
      const delivery = await placed(state);
      await forget(delivery);
      await sweep(delivery.orderId);
      await expect(shop.admin.query(CANCEL, { id: delivery.id, reason: 'x' })).rejects.toThrow();
      await end(delivery.id, outcome);
      expect((await shop.admin.query(ENDED, { id: delivery.id })).driverDelivery).toMatchObject({
        ...{ state: 'FAILED', failureCode, endedBy: 'superadmin' },
        ...{ endReason: 'The engine was restored', problem: 'The engine was restored' },
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
      await sweep(delivery.orderId);
      expect((await latest(delivery.orderId)).disagreement).toBeNull();
      await redispatched(delivery);
    },
  );

  it('a dispatcher ends a delivery as delivered before any sweep has compared it', async () => {
    const delivery = await placed('PICKED_UP');
    await forget(delivery);
    await end(delivery.id, 'DELIVERED');
    expect((await shop.admin.query(ENDED, { id: delivery.id })).driverDelivery).toMatchObject({
      ...{ state: 'DELIVERED', endedBy: 'superadmin', proof: { kind: 'dispatcher' } },
    });
    await untilIdle();
  });

  it('a delivery whose cancellation was lost in the engine is ended, and its dead letter is sent', async () => {
    const delivery = await placed('ASSIGNED');
    await forget(delivery);
    await shop.admin.query(CANCEL, { id: delivery.id, reason: 'x' });
    await eventually(deadLetters, (count) => count === 1);
    await end(delivery.id, 'FAILED');
    await until(delivery.orderId, 'FAILED');
    await shop.admin.query(REPLAY);
    await eventually(deadLetters, (count) => count === 0);
    await redispatched(delivery);
  });

  it.each(['before', 'after'] as const)(
    'a dispatcher ends a delivery in a set-back engine too, %s a sweep has compared it',
    async (when) => {
      const delivery = await placed('PICKED_UP');
      await setBack(delivery);
      if (when === 'after') {
        await sweep(delivery.orderId);
      }
      await end(delivery.id, 'FAILED');
      expect((await latest(delivery.orderId)).state).toBe('FAILED');
      expect(await engineState(delivery.engineId)).toBe('FAILED');
      await untilIdle();
      expect(await deadLetters()).toBe(0);
      await redispatched(delivery);
    },
  );

  it('a sweep ends in the engine what a dispatcher has ended in the shop', async () => {
    const delivery = await placed('PICKED_UP');
    await setBack(delivery);
    await end(delivery.id, 'FAILED');
    await untilIdle();
    await endShift(delivery);
    // The engine is set back once more.
    await setBack(delivery);
    await sweep(delivery.orderId);
    expect(await engineState(delivery.engineId)).toBe('FAILED');
    await untilIdle();
    expect(await deadLetters()).toBe(0);
    expect(await latest(delivery.orderId)).toMatchObject({ state: 'FAILED', disagreement: null });
  });
});
