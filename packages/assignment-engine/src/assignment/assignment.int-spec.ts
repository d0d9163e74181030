import type { DeliveryReceipt, Point } from '@driver-dispatch/contract';
import { Client } from 'pg';
import { sql } from '../database/sql';
import { OrderStore } from '../orders/order-store';
import { nextPoint, north } from '../testing/points';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { AssignmentSweeper } from './assignment-sweeper';
import { AssignmentService } from './assignment.service';
import { matchNearest } from './match-nearest';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 } });
});

const getDriver = async ({ deliveryId }: DeliveryReceipt) => (await engine.delivery(deliveryId)).driverId;
const finish = async (driverId: string, deliveryId: string) => {
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
};

describe('an order with an available driver within the search radius', () => {
  it('is assigned at once, sets the driver BUSY and sends an event', async () => {
    const point = nextPoint();
    await engine.driverAt('h-ada', north(point, 300));
    const receipt = await engine.order(point, { sellerOrderId: 'assigned-at-once' });
    const { submissionKey } = receipt;
    expect(receipt).toMatchObject({ state: 'ASSIGNED', sequence: 1, duplicate: false });
    expect(await engine.row('h-ada')).toMatchObject({ status: 'BUSY' });
    const [event] = await eventually(
      () => engine.sink.events.filter(({ data }) => data.sellerOrderId === 'assigned-at-once'),
      (events) => events.length === 1,
    );
    expect(event).toMatchObject({
      type: 'delivery.assigned',
      data: {
        deliveryId: receipt.deliveryId,
        sequence: 1,
        state: 'ASSIGNED',
        submissionKey,
        driver: { id: 'h-ada', name: 'Driver h-ada' },
        distanceMetres: expect.closeTo(300, 0),
      },
    });
  });

  it('records the candidates of the assignment', async () => {
    const point = nextPoint();
    await engine.driverAt('e-near', north(point, 30));
    await engine.driverAt('e-far', north(point, 90));
    const { assignments } = await engine.delivery((await engine.order(point)).deliveryId);
    expect(assignments).toEqual([
      expect.objectContaining({
        driverId: 'e-near',
        releasedAt: null,
        source: 'REDIS',
        candidates: [
          expect.objectContaining({ driverId: 'e-near', distanceMetres: 30, outcome: 'CHOSEN' }),
          expect.objectContaining({ driverId: 'e-far', distanceMetres: 90, outcome: 'FARTHER' }),
        ],
      }),
    ]);
  });

  it('is assigned with other orders in one transaction, each to another driver', async () => {
    const points = Array.from({ length: 20 }, nextPoint);
    await Promise.all(points.map((point, i) => engine.driverAt(`m-${i}`, point)));
    const database = { url: engine.databaseUrl };
    const waiting = await Promise.all(points.map((point) => insertWaiting(point, '10 minutes')));
    const service = engine.running.application.get(WaitingDeliveriesService, { strict: false });
    expect((await service.assign(waiting)).sort()).toEqual([...waiting].sort());
    const rows = await engine.query(
      'SELECT delivery_id, driver_id, xmin::text FROM driver_dispatch.assignments WHERE delivery_id = ANY ($1)',
      [waiting],
    );
    expect(new Set(rows.map(({ driver_id }) => driver_id)).size).toBe(20);
    expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
    expect(database.url).toBe(engine.databaseUrl);
  });
});

/** Inserts a waiting delivery, as left by an engine that stopped between accepting and assigning. */
async function insertWaiting(point: Point, dueIn: string, createdAgo = '0 seconds'): Promise<string> {
  const data = readyOrder(point);
  const [{ id }] = await engine.query(
    `INSERT INTO driver_dispatch.deliveries (seller_order_id, order_code, channel_id, submission_key, fingerprint,
       pickup, dropoff, search_radius_metres, state, next_attempt_at, created_at)
     VALUES ($1, $2, '1', $3, 'f', $4, $5, 5000, 'PENDING', now() + $6::interval, now() - $7::interval)
     RETURNING id`,
    [
      data.sellerOrderId,
      data.orderCode,
      data.submissionKey,
      JSON.stringify(data.pickup),
      JSON.stringify(data.dropoff),
      dueIn,
      createdAgo,
    ],
  );
  return id;
}

it('assigns an order seconds after its engine stopped during the first attempt', async () => {
  const service = engine.running.application.get(AssignmentService, { strict: false });
  const point = nextPoint();
  const attempt = jest.spyOn(service, 'assign').mockRejectedValueOnce(new Error('Process stopped'));
  await expect(engine.order(point, { sellerOrderId: 'interrupted' })).rejects.toThrow();
  expect(attempt).toHaveBeenCalled();
  attempt.mockRestore();
  const [{ id }] = await engine.query(
    `SELECT id FROM driver_dispatch.deliveries WHERE seller_order_id = 'interrupted'`,
  );
  await engine.query(
    `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at)
     VALUES ('available-later', 'Available Later', '{}', 'AVAILABLE', $1, $2, now(), now())`,
    [point.lat, point.lon],
  );
  expect((await engine.untilState(id, 'ASSIGNED')).driverId).toBe('available-later');
});

it('assigns a driver who becomes AVAILABLE while the order is being stored', async () => {
  const store = engine.running.application.get(OrderStore, { strict: false });
  const point = nextPoint();
  const accept = store.accept.bind(store);
  const storing = jest.spyOn(store, 'accept').mockImplementationOnce(async (orders, searches, proposals) => {
    expect(searches.map(({ candidates }) => candidates)).toEqual([[]]);
    // The search has ended and the order is not committed yet, so that this driver finds no waiting delivery.
    await engine.driverAt('in-between', point);
    return accept(orders, searches, proposals);
  });
  const { deliveryId, state } = await engine.order(point);
  storing.mockRestore();
  expect(state).toBe('ASSIGNED');
  expect(await engine.delivery(deliveryId)).toMatchObject({ driverId: 'in-between' });
});

describe('concurrent orders', () => {
  it('assign one driver once when a hundred orders arrive at two engines', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const point = nextPoint();
    await engine.driverAt('c-one', point);
    const receipts = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 ? engine : other).order(north(point, i))),
    );
    await other.close();
    expect(receipts.filter(({ state }) => state === 'ASSIGNED')).toHaveLength(1);
    expect(receipts.filter(({ state }) => state === 'PENDING')).toHaveLength(99);
    const rows = await engine.query(
      `SELECT delivery_id FROM driver_dispatch.assignments WHERE driver_id = 'c-one'`,
    );
    expect(rows).toHaveLength(1);
    await engine.query(`UPDATE driver_dispatch.deliveries SET state = 'CANCELLED' WHERE state = 'PENDING'`);
  });

  it('assign forty drivers to forty orders at two engines', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const point = nextPoint();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => engine.driverAt(`c-many-${i}`, north(point, 10 * i))),
    );
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? engine : other).order(north(point, 7 * i))),
    );
    await other.close();
    const drivers = await Promise.all(receipts.map(getDriver));
    expect(drivers).not.toContain(null);
    expect(new Set(drivers).size).toBe(40);
  });

  it('create one delivery for ten equal submissions', async () => {
    const point = nextPoint();
    await engine.driverAt('c-ten-1', point);
    await engine.driverAt('c-ten-2', point);
    const order = readyOrder(point);
    const receipts: DeliveryReceipt[] = await Promise.all(
      Array.from({ length: 10 }, () => engine.submit(order)),
    );
    expect(new Set(receipts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const statuses = [(await engine.row('c-ten-1')).status, (await engine.row('c-ten-2')).status];
    expect(statuses.sort()).toEqual(['AVAILABLE', 'BUSY']);
  });

  it('refuse the same order with different contents and keep the original', async () => {
    const order = readyOrder(nextPoint());
    const { deliveryId } = await engine.submit(order);
    const before = await engine.delivery(deliveryId);
    const changed = structuredClone(order);
    changed.pickup.point = nextPoint();
    await expect(engine.submit(changed)).rejects.toMatchObject({
      code: 'idempotency_conflict',
      status: 409,
      details: { deliveryId, state: 'PENDING' },
    });
    expect(await engine.delivery(deliveryId)).toEqual(before);
  });

  it('violate a unique index with a second active assignment', async () => {
    const [busy, free] = [nextPoint(), nextPoint()];
    await engine.driverAt('u-busy', busy);
    await engine.driverAt('u-free', free);
    const { deliveryId } = await engine.order(busy);
    const waiting = await engine.order(nextPoint());
    const insert = (delivery: string, driver: string) =>
      engine.query(
        `INSERT INTO driver_dispatch.assignments (delivery_id, driver_id, distance_metres, decision)
         VALUES ($1, $2, 0, '{}')`,
        [delivery, driver],
      );
    await expect(insert(waiting.deliveryId, 'u-busy')).rejects.toThrow(/assignments_active_driver/);
    await expect(insert(deliveryId, 'u-free')).rejects.toThrow(/assignments_active_delivery/);
  });
});

describe('a waiting order', () => {
  it('is assigned when a driver becomes AVAILABLE', async () => {
    const point = nextPoint();
    const { deliveryId, state } = await engine.order(point);
    expect(state).toBe('PENDING');
    await engine.driverAt('w-online', point);
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: 'w-online' });
  });

  it('is assigned when a driver moves into the search radius', async () => {
    const point = nextPoint();
    await engine.driverAt('w-moves', north(point, 20_000));
    const { deliveryId, state } = await engine.order(point);
    expect(state).toBe('PENDING');
    await engine.drivers.reportLocation({
      driverId: 'w-moves',
      point: north(point, 2_000),
      recordedAt: new Date().toISOString(),
    });
    expect((await engine.untilState(deliveryId, 'ASSIGNED')).driverId).toBe('w-moves');
  });

  it('is assigned when a driver completes another delivery', async () => {
    const point = nextPoint();
    await engine.driverAt('w-ends', point);
    const first = await engine.order(point);
    const second = await engine.order(point);
    expect([first.state, second.state]).toEqual(['ASSIGNED', 'PENDING']);
    await finish('w-ends', first.deliveryId);
    expect(await engine.delivery(second.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: 'w-ends' });
  });

  it('is assigned when a driver gets its channel', async () => {
    const point = nextPoint();
    await engine.driverAt('w-channel', point, ['2']);
    const { deliveryId, state } = await engine.order(point, { channelId: '1' });
    expect(state).toBe('PENDING');
    await engine.operate('PATCH', '/v1/drivers/w-channel', { channels: ['2', '1'] });
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED' });
  });

  it('is assigned before younger orders within the search radius', async () => {
    const point = nextPoint();
    await engine.order(north(point, 50_000));
    const oldest = await engine.order(north(point, 4_000));
    const nearest = await engine.order(point);
    await engine.driverAt('w-oldest', point);
    expect(await getDriver(oldest)).toBe('w-oldest');
    await finish('w-oldest', oldest.deliveryId);
    expect(await getDriver(nearest)).toBe('w-oldest');
  });
});

describe('eligibility', () => {
  it('requires the channel of the order, or a driver for all channels', async () => {
    const point = nextPoint();
    await engine.driverAt('el-other', point, ['2', '11']);
    await engine.driverAt('el-own', north(point, 800), ['3', '1']);
    await engine.driverAt('el-any', north(point, 900));
    expect(await getDriver(await engine.order(point, { channelId: '1' }))).toBe('el-own');
    expect(await getDriver(await engine.order(point, { channelId: '1' }))).toBe('el-any');
    expect((await engine.order(point, { channelId: '1' })).state).toBe('PENDING');
  });

  it.each([1_000, 20_000])('requires a distance below the search radius of %d m', async (metres) => {
    const point = nextPoint();
    await engine.driverAt(`el-edge-${metres}`, north(point, metres));
    expect((await engine.order(point, { searchRadiusMetres: metres - 5 })).state).toBe('PENDING');
    expect((await engine.order(point, { searchRadiusMetres: metres + 5 })).state).toBe('ASSIGNED');
  });

  it('uses the search radius of the order', async () => {
    const point = nextPoint();
    await engine.driverAt('el-wide', north(point, 9_000));
    expect((await engine.order(point)).state).toBe('PENDING');
    expect((await engine.order(point, { searchRadiusMetres: 10_000 })).state).toBe('ASSIGNED');
  });

  it('limits the search radius to the maximum', async () => {
    const strict = await servers.engine({
      assignment: { searchRadiusMetres: 500, maxSearchRadiusMetres: 1_000 },
    });
    const point = nextPoint();
    await strict.driverAt('el-cap', north(point, 1_200));
    const { deliveryId, state } = await strict.order(point, { searchRadiusMetres: 50_000 });
    expect(state).toBe('PENDING');
    expect((await strict.delivery(deliveryId)).searchRadiusMetres).toBe(1_000);
    await strict.close();
  });

  it.each([
    ['deactivated', `active = false, status = 'OFFLINE'`],
    ['BUSY', `status = 'BUSY'`],
    ['OFFLINE', `status = 'OFFLINE'`],
    ['past the heartbeat timeout', `seen_at = now() - interval '601 seconds'`],
  ])('excludes a driver who is %s in PostgreSQL, whatever the index contains', async (how, change) => {
    const point = nextPoint();
    const driverId = `el-not-${how.replace(/\W/g, '')}`;
    await engine.driverAt(driverId, point);
    await engine.query(`UPDATE driver_dispatch.drivers SET ${change} WHERE id = $1`, [driverId]);
    const { state, deliveryId } = await engine.order(point);
    expect(state).toBe('PENDING');
    expect((await engine.delivery(deliveryId)).assignments).toEqual([]);
  });
});

describe('the sweeper', () => {
  it('assigns a delivery whose engine stopped before assigning it', async () => {
    const point = nextPoint();
    await engine.driverAt('s-ada', point);
    const deliveryId = await insertWaiting(point, '-1 second');
    expect((await engine.untilState(deliveryId, 'ASSIGNED')).driverId).toBe('s-ada');
  });

  it('retries waiting deliveries', async () => {
    const retrying = await servers.engine({ assignment: { retrySeconds: 1 } });
    const point = nextPoint();
    const { deliveryId } = await retrying.order(point);
    await retrying.driverAt('s-quiet', nextPoint());
    // The engine does not know of this move, so that only a retry can find the driver.
    await retrying.query(`UPDATE driver_dispatch.drivers SET lat = $1, lon = $2 WHERE id = 's-quiet'`, [
      point.lat,
      point.lon,
    ]);
    await retrying.query('UPDATE driver_dispatch.deliveries SET next_attempt_at = now()');
    await retrying.untilState(deliveryId, 'ASSIGNED');
    await retrying.close();
  });

  it('sends one delivery.unassigned event and continues to retry', async () => {
    const announcing = await servers.engine({ assignment: { unassignedAfterSeconds: 1, retrySeconds: 1 } });
    const point = nextPoint();
    const { deliveryId, submissionKey } = await announcing.order(point);
    await eventually(
      () => announcing.sink.typesOf(submissionKey),
      (types) => types.length > 0,
    );
    // Later attempts show that more sweeps have run.
    const seen = (await announcing.delivery(deliveryId)).nextAttemptAt;
    await eventually(
      () => announcing.delivery(deliveryId),
      ({ nextAttemptAt }) => Date.parse(nextAttemptAt) > Date.parse(seen) + 1_500,
    );
    expect(announcing.sink.typesOf(submissionKey)).toEqual(['delivery.unassigned']);
    await announcing.driverAt('s-late', point);
    await eventually(
      () => announcing.sink.typesOf(submissionKey),
      (types) => types.length === 2,
    );
    expect(announcing.sink.typesOf(submissionKey)).toEqual(['delivery.unassigned', 'delivery.assigned']);
    expect(announcing.sink.events.map(({ data }) => data.sequence)).toEqual([1, 2]);
    await announcing.close();
  });

  it('skips a delivery that another sweeper has locked', async () => {
    const sweeper = engine.running.application.get(AssignmentSweeper, { strict: false }) as unknown as {
      tick(): void;
      running: Promise<void> | undefined;
    };
    const ticks = jest.spyOn(sweeper, 'tick').mockReturnValue();
    await sweeper.running;
    const takeDue = async () => {
      const [rows] = await engine.query(sql('assignment/take-due-deliveries.sql'), [600, 200]);
      return rows.map(({ id }: { id: string }) => id);
    };
    const id = await insertWaiting(nextPoint(), '-1 second');
    const other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM driver_dispatch.deliveries WHERE id = $1 FOR UPDATE', [id]);
      expect(await takeDue()).not.toContain(id);
      await other.query('COMMIT');
      expect(await takeDue()).toContain(id);
    } finally {
      await other.end();
      ticks.mockRestore();
    }
  });

  it('assigns each delivery once when two sweepers run', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const point = nextPoint();
    const waiting = await Promise.all(Array.from({ length: 30 }, () => insertWaiting(point, '-1 second')));
    await Promise.all(Array.from({ length: 30 }, (_, i) => other.driverAt(`s-race-${i}`, north(point, i))));
    for (const deliveryId of waiting) {
      await engine.untilState(deliveryId, 'ASSIGNED');
    }
    await other.close();
    const rows = await engine.query(
      'SELECT driver_id FROM driver_dispatch.assignments WHERE delivery_id = ANY ($1)',
      [waiting],
    );
    expect(new Set(rows.map(({ driver_id }) => driver_id)).size).toBe(30);
    expect(rows).toHaveLength(30);
  });
});

it('assigns nothing without deliveries', async () => {
  const service = engine.running.application.get(AssignmentService, { strict: false });
  await expect(service.assign([], matchNearest)).resolves.toEqual([]);
});
