import type { DeliveryReceipt, Point } from '@driver-dispatch/contract';
import { Client } from 'pg';
import { AssignmentSweeper } from './assignment-sweeper';
import { AssignmentService } from './assignment.service';
import { DriverClaims } from './driver-claims';
import { matchNearest } from './match-nearest';
import { WaitingDeliveriesService } from './waiting-deliveries.service';
import { sql } from '../database/sql';
import { nextPlace, north } from '../testing/places';
import { eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 } });
});

const driverOf = async ({ deliveryId }: DeliveryReceipt) => (await engine.delivery(deliveryId)).driverId;
const finish = async (driverId: string, deliveryId: string) => {
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
};

describe('an order with a driver in reach', () => {
  it('is assigned at once; the driver is BUSY; Vendure is told', async () => {
    const place = nextPlace();
    await engine.driverAt('h-ada', north(place, 300));
    const receipt = await engine.order(place, { sellerOrderId: 'happy' });
    const { submissionKey } = receipt;
    expect(receipt).toMatchObject({ state: 'ASSIGNED', sequence: 1, duplicate: false });
    expect(await engine.row('h-ada')).toMatchObject({ status: 'BUSY' });
    const [event] = await eventually(
      () => engine.sink.events.filter(({ data }) => data.sellerOrderId === 'happy'),
      (events) => events.length === 1,
    );
    expect(event).toMatchObject({
      type: 'delivery.assigned',
      data: {
        deliveryId: receipt.deliveryId, sequence: 1, state: 'ASSIGNED', submissionKey,
        driver: { id: 'h-ada', name: 'Driver h-ada' },
        distanceMetres: expect.closeTo(300, 0),
      },
    });
  });

  it('has a record that explains the choice', async () => {
    const place = nextPlace();
    await engine.driverAt('e-near', north(place, 30));
    await engine.driverAt('e-far', north(place, 90));
    const { assignments } = await engine.delivery((await engine.order(place)).deliveryId);
    expect(assignments).toEqual([
      expect.objectContaining({
        driverId: 'e-near',
        releasedAt: null,
        source: 'redis',
        considered: [
          expect.objectContaining({ driverId: 'e-near', distanceMetres: 30, outcome: 'chosen' }),
          expect.objectContaining({ driverId: 'e-far', distanceMetres: 90, outcome: 'farther' }),
        ],
      }),
    ]);
  });

  it('is claimed together with many others, each driver once', async () => {
    const places = Array.from({ length: 20 }, nextPlace);
    await Promise.all(places.map((place, i) => engine.driverAt(`m-${i}`, place)));
    const database = { url: engine.databaseUrl };
    const waiting = await Promise.all(places.map((place) => insertWaiting(place, '10 minutes')));
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

/** A delivery whose acceptor has died between accepting and assigning it. */
async function insertWaiting(point: Point, dueIn: string, createdAgo = '0 seconds'): Promise<string> {
  const data = readyOrder(point);
  const [{ id }] = await engine.query(
    `INSERT INTO driver_dispatch.deliveries (seller_order_id, order_code, channel_id, submission_key, fingerprint,
       pickup, dropoff, search_radius_metres, state, next_attempt_at, created_at)
     VALUES ($1, $2, '1', $3, 'f', $4, $5, 5000, 'PENDING', now() + $6::interval, now() - $7::interval)
     RETURNING id`,
    [
      data.sellerOrderId, data.orderCode, data.submissionKey,
      JSON.stringify(data.pickup), JSON.stringify(data.dropoff), dueIn, createdAgo,
    ],
  );
  return id;
}

it('an order whose first attempt dies with its process is taken up seconds later', async () => {
  const service = engine.running.application.get(AssignmentService, { strict: false });
  const place = nextPlace();
  const attempt = jest.spyOn(service, 'assign').mockRejectedValueOnce(new Error('The process dies here'));
  await expect(engine.order(place, { sellerOrderId: 'orphan' })).rejects.toThrow();
  expect(attempt).toHaveBeenCalled();
  attempt.mockRestore();
  const [{ id }] = await engine.query(
    `SELECT id FROM driver_dispatch.deliveries WHERE seller_order_id = 'orphan'`,
  );
  await engine.query(
    `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at)
     VALUES ('after-death', 'Came free unnoticed', '{}', 'AVAILABLE', $1, $2, now(), now())`,
    [place.lat, place.lon],
  );
  expect((await engine.reaches(id, 'ASSIGNED')).driverId).toBe('after-death');
});

it('a driver who comes free while an order is being stored is not missed', async () => {
  const claims = engine.running.application.get(DriverClaims, { strict: false });
  const place = nextPlace();
  const accept = claims.accept.bind(claims);
  const storing = jest.spyOn(claims, 'accept').mockImplementationOnce(async (orders, searches, proposals) => {
    expect(searches.map(({ candidates }) => candidates)).toEqual([[]]);
    // The search is over and the order not yet to be seen: this driver finds nothing that waits.
    await engine.driverAt('in-between', place);
    return accept(orders, searches, proposals);
  });
  const { deliveryId, state } = await engine.order(place);
  storing.mockRestore();
  expect(state).toBe('ASSIGNED');
  expect(await engine.delivery(deliveryId)).toMatchObject({ driverId: 'in-between' });
});

describe('contention', () => {
  it('a hundred orders at two engines for one driver: one has the driver, the others wait', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const place = nextPlace();
    await engine.driverAt('c-one', place);
    const receipts = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 ? engine : other).order(north(place, i))),
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

  it('forty orders at two engines for forty drivers: each has one', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const place = nextPlace();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => engine.driverAt(`c-many-${i}`, north(place, 10 * i))),
    );
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? engine : other).order(north(place, 7 * i))),
    );
    await other.close();
    const drivers = await Promise.all(receipts.map(driverOf));
    expect(drivers).not.toContain(null);
    expect(new Set(drivers).size).toBe(40);
  });

  it('the same order ten times at once has one delivery', async () => {
    const place = nextPlace();
    await engine.driverAt('c-ten-1', place);
    await engine.driverAt('c-ten-2', place);
    const order = readyOrder(place);
    const receipts: DeliveryReceipt[] = await Promise.all(
      Array.from({ length: 10 }, () => engine.submit(order)),
    );
    expect(new Set(receipts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const statuses = [(await engine.row('c-ten-1')).status, (await engine.row('c-ten-2')).status];
    expect(statuses.sort()).toEqual(['AVAILABLE', 'BUSY']);
  });

  it('the same order with other contents is refused, the original intact', async () => {
    const order = readyOrder(nextPlace());
    const { deliveryId } = await engine.submit(order);
    const before = await engine.delivery(deliveryId);
    const changed = structuredClone(order);
    changed.pickup.point = nextPlace();
    await expect(engine.submit(changed)).rejects.toMatchObject({
      code: 'idempotency_conflict',
      status: 409,
      details: { deliveryId, state: 'PENDING' },
    });
    expect(await engine.delivery(deliveryId)).toEqual(before);
  });

  it('the database itself refuses a second active assignment', async () => {
    const [busy, free] = [nextPlace(), nextPlace()];
    await engine.driverAt('u-busy', busy);
    await engine.driverAt('u-free', free);
    const { deliveryId } = await engine.order(busy);
    const waiting = await engine.order(nextPlace());
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

describe('an order without a driver in reach waits, and is taken when a driver', () => {
  it('comes online', async () => {
    const place = nextPlace();
    const { deliveryId, state } = await engine.order(place);
    expect(state).toBe('PENDING');
    await engine.driverAt('w-online', place);
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: 'w-online' });
  });

  it('moves into reach', async () => {
    const place = nextPlace();
    await engine.driverAt('w-moves', north(place, 20_000));
    const { deliveryId, state } = await engine.order(place);
    expect(state).toBe('PENDING');
    await engine.drivers.reportLocation({
      driverId: 'w-moves', point: north(place, 2_000),
      recordedAt: new Date().toISOString(),
    });
    expect((await engine.reaches(deliveryId, 'ASSIGNED')).driverId).toBe('w-moves');
  });

  it('finishes another delivery', async () => {
    const place = nextPlace();
    await engine.driverAt('w-ends', place);
    const first = await engine.order(place);
    const second = await engine.order(place);
    expect([first.state, second.state]).toEqual(['ASSIGNED', 'PENDING']);
    await finish('w-ends', first.deliveryId);
    expect(await engine.delivery(second.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: 'w-ends' });
  });

  it('comes to serve its channel', async () => {
    const place = nextPlace();
    await engine.driverAt('w-channel', place, ['2']);
    const { deliveryId, state } = await engine.order(place, { channelId: '1' });
    expect(state).toBe('PENDING');
    await engine.operate('PATCH', '/v1/drivers/w-channel', { channels: ['2', '1'] });
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED' });
  });

  it('the oldest within reach first', async () => {
    const place = nextPlace();
    await engine.order(north(place, 50_000));
    const oldest = await engine.order(north(place, 4_000));
    const nearest = await engine.order(place);
    await engine.driverAt('w-oldest', place);
    expect(await driverOf(oldest)).toBe('w-oldest');
    await finish('w-oldest', oldest.deliveryId);
    expect(await driverOf(nearest)).toBe('w-oldest');
  });
});

describe('eligibility', () => {
  it("a driver of other channels is passed over for one further away, and one without channels isn't", async () => {
    const place = nextPlace();
    await engine.driverAt('el-other', place, ['2', '11']);
    await engine.driverAt('el-own', north(place, 800), ['3', '1']);
    await engine.driverAt('el-any', north(place, 900));
    expect(await driverOf(await engine.order(place, { channelId: '1' }))).toBe('el-own');
    expect(await driverOf(await engine.order(place, { channelId: '1' }))).toBe('el-any');
    expect((await engine.order(place, { channelId: '1' })).state).toBe('PENDING');
  });

  it.each([1_000, 20_000])('nobody beyond a radius of %d m is taken, to the metre', async (metres) => {
    const place = nextPlace();
    await engine.driverAt(`el-edge-${metres}`, north(place, metres));
    expect((await engine.order(place, { searchRadiusMetres: metres - 5 })).state).toBe('PENDING');
    expect((await engine.order(place, { searchRadiusMetres: metres + 5 })).state).toBe('ASSIGNED');
  });

  it('an order may ask for more than the default', async () => {
    const place = nextPlace();
    await engine.driverAt('el-wide', north(place, 9_000));
    expect((await engine.order(place)).state).toBe('PENDING');
    expect((await engine.order(place, { searchRadiusMetres: 10_000 })).state).toBe('ASSIGNED');
  });

  it('no order reaches further than the maximum', async () => {
    const strict = await servers.engine({
      assignment: { searchRadiusMetres: 500, maxSearchRadiusMetres: 1_000 },
    });
    const place = nextPlace();
    await strict.driverAt('el-cap', north(place, 1_200));
    const { deliveryId, state } = await strict.order(place, { searchRadiusMetres: 50_000 });
    expect(state).toBe('PENDING');
    expect((await strict.delivery(deliveryId)).searchRadiusMetres).toBe(1_000);
    await strict.close();
  });

  it.each([
    ['deactivated', `active = false, status = 'OFFLINE'`],
    ['BUSY', `status = 'BUSY'`],
    ['OFFLINE', `status = 'OFFLINE'`],
    ['long unseen', `seen_at = now() - interval '601 seconds'`],
  ])('a driver who is %s in PostgreSQL is never assigned, whatever the index says', async (how, change) => {
    const place = nextPlace();
    const driverId = `el-not-${how.replace(/\W/g, '')}`;
    await engine.driverAt(driverId, place);
    await engine.query(`UPDATE driver_dispatch.drivers SET ${change} WHERE id = $1`, [driverId]);
    const { state, deliveryId } = await engine.order(place);
    expect(state).toBe('PENDING');
    expect((await engine.delivery(deliveryId)).assignments).toEqual([]);
  });
});

describe('the sweeper', () => {
  it('takes up a delivery whose acceptor died', async () => {
    const place = nextPlace();
    await engine.driverAt('s-ada', place);
    const deliveryId = await insertWaiting(place, '-1 second');
    expect((await engine.reaches(deliveryId, 'ASSIGNED')).driverId).toBe('s-ada');
  });

  it('tries again by itself', async () => {
    const eager = await servers.engine({ assignment: { retrySeconds: 1 } });
    const place = nextPlace();
    const { deliveryId } = await eager.order(place);
    await eager.driverAt('s-quiet', nextPlace());
    // Moved past the engine: only another try can find the driver here.
    await eager.query(`UPDATE driver_dispatch.drivers SET lat = $1, lon = $2 WHERE id = 's-quiet'`, [
      place.lat,
      place.lon,
    ]);
    await eager.query('UPDATE driver_dispatch.deliveries SET next_attempt_at = now()');
    await eager.reaches(deliveryId, 'ASSIGNED');
    await eager.close();
  });

  it('tells Vendure once of an order that waits too long, and goes on trying', async () => {
    const impatient = await servers.engine({ assignment: { unassignedAfterSeconds: 1, retrySeconds: 1 } });
    const place = nextPlace();
    const { deliveryId, submissionKey } = await impatient.order(place);
    await eventually(
      () => impatient.sink.typesOf(submissionKey),
      (types) => types.length > 0,
    );
    // More sweeps pass: the attempts after the announcement show it.
    const seen = (await impatient.delivery(deliveryId)).nextAttemptAt;
    await eventually(
      () => impatient.delivery(deliveryId),
      ({ nextAttemptAt }) => Date.parse(nextAttemptAt) > Date.parse(seen) + 1_500,
    );
    expect(impatient.sink.typesOf(submissionKey)).toEqual(['delivery.unassigned']);
    await impatient.driverAt('s-late', place);
    await eventually(
      () => impatient.sink.typesOf(submissionKey),
      (types) => types.length === 2,
    );
    expect(impatient.sink.typesOf(submissionKey)).toEqual(['delivery.unassigned', 'delivery.assigned']);
    expect(impatient.sink.events.map(({ data }) => data.sequence)).toEqual([1, 2]);
    await impatient.close();
  });

  it('takes no delivery that another sweeper is taking, and does not wait for it', async () => {
    const sweeper = engine.running.application.get(AssignmentSweeper, { strict: false }) as unknown as {
      tick(): void;
      running: Promise<void> | undefined;
    };
    const ticks = jest.spyOn(sweeper, 'tick').mockReturnValue();
    await sweeper.running;
    const takeDue = async () => {
      const [rows] = await engine.query(sql('take-due-deliveries.sql'), [600, 200]);
      return rows.map(({ id }: { id: string }) => id);
    };
    const id = await insertWaiting(nextPlace(), '-1 second');
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

  it('and another sweeper assign each delivery once', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const place = nextPlace();
    const waiting = await Promise.all(Array.from({ length: 30 }, () => insertWaiting(place, '-1 second')));
    await Promise.all(Array.from({ length: 30 }, (_, i) => other.driverAt(`s-race-${i}`, north(place, i))));
    for (const deliveryId of waiting) {
      await engine.reaches(deliveryId, 'ASSIGNED');
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

it('an assignment of nothing does nothing', async () => {
  const service = engine.running.application.get(AssignmentService, { strict: false });
  await expect(service.assign([], matchNearest)).resolves.toEqual([]);
});
