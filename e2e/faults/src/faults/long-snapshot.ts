import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { answered } from './answered';
import { carryOut } from './carry-out';
import type { Fault, Scene } from './fault';
import { forEach } from './for-each';
import { readyOrder } from './ready-message';

/** How many times slower claims and events may be than in the slower control run. */
const TIMES_SLOWER = 3;

/** How long the transaction is open at least in the full form, in ms. */
const OPEN_MS = 180_000;

/** Versions of each row that are written meanwhile: a few minutes of heartbeats. */
const ROW_VERSIONS = 150;

const DRIVERS = 12;
const MEASURED_WITHIN_MS = 120_000;

interface Throughput {
  deliveriesPerSecond: number;
  eventsPerSecond: number;
}

export const longSnapshot: Fault = {
  id: 'F26',
  title: 'Long snapshot: a transaction stays open, a replication slot has no consumer',
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect } = scene;
    const driverIds = Array.from({ length: DRIVERS }, (_, i) => `${prefix}d${i}`);
    for (const driverId of driverIds) {
      await answered(() => caller.register(driverId));
      await answered(() => caller.setStatus(driverId, 'AVAILABLE', centre));
    }
    // The first one warms the processes up.
    await measure(scene, driverIds);
    const before = await measure(scene, driverIds);
    const snapshot = new Client({ connectionString: world.postgres.url('engine') });
    await snapshot.connect();
    const slot = `abandoned_${randomUUID().replaceAll('-', '')}`;
    let during: Throughput;
    try {
      await inject('a transaction stays open, a replication slot has no consumer', async () => {
        await snapshot.query(`SELECT pg_create_physical_replication_slot('${slot}', true)`);
        await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
        await snapshot.query('SELECT FROM driver_dispatch.deliveries LIMIT 1');
      });
      const openedAt = Date.now();
      await writeRowVersions(scene);
      do {
        during = await measure(scene, driverIds);
      } while (scene.length === 'full' && Date.now() - openedAt < OPEN_MS);
      await bloatIsReported(scene, openedAt);
    } finally {
      await snapshot.query('ROLLBACK');
      await snapshot.query(`SELECT pg_drop_replication_slot('${slot}')`);
      await snapshot.end();
    }
    const after = await measure(scene, driverIds);
    for (const what of ['deliveriesPerSecond', 'eventsPerSecond'] as const) {
      const control = Math.min(before[what], after[what]);
      expect(
        during[what] >= control / TIMES_SLOWER,
        `${what} fell to ${during[what].toFixed(1)}, from ${before[what].toFixed(1)} before and ${after[what].toFixed(1)} after`,
      );
    }
  },
};

/** Measures how fast orders are assigned and delivered, and their events sent. */
async function measure(scene: Scene, driverIds: readonly string[]): Promise<Throughput> {
  const { caller, centre, eventually, prefix, world } = scene;
  const count = scene.length === 'short' ? 24 : 400;
  const run = `${prefix}${randomUUID()}-`;
  const ids = Array.from({ length: count }, (_, i) => `${run}${i}`);
  const started = Date.now();
  const ordering = forEach(ids, 8, (id) => answered(() => caller.ready(readyOrder(id, centre))));
  let delivered = false;
  const driving = forEach(driverIds, driverIds.length, async (driverId) => {
    while (!delivered) {
      await carryOut(caller, driverId);
    }
  });
  const rowsLeft = async (query: string) =>
    (await world.engineDatabase.query<{ count: number }>(query, [`${run}%`])).rows[0]!.count;
  await eventually(
    'the measured orders are delivered',
    async () =>
      (await rowsLeft(
        `SELECT count(*)::int FROM driver_dispatch.deliveries WHERE seller_order_id LIKE $1 AND state = 'DELIVERED'`,
      )) === count,
    MEASURED_WITHIN_MS,
  );
  const deliveredMs = Date.now() - started;
  delivered = true;
  await eventually(
    'their events are sent',
    async () =>
      (await rowsLeft(
        `SELECT count(*)::int FROM driver_dispatch.delivery_events e
         JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
         WHERE d.seller_order_id LIKE $1 AND e.acknowledged_at IS NULL`,
      )) === 0,
    MEASURED_WITHIN_MS,
  );
  const sentMs = Date.now() - started;
  await Promise.all([ordering, driving]);
  return { deliveriesPerSecond: (1_000 * count) / deliveredMs, eventsPerSecond: (3_000 * count) / sentMs };
}

/**
 * Writes as many versions of the run's rows as minutes of work do: VACUUM can remove none of them. Skips rows that an engine
 * has locked.
 */
async function writeRowVersions({ world, prefix }: Scene): Promise<void> {
  for (let i = 0; i < ROW_VERSIONS; i++) {
    await world.engineDatabase.query(
      `WITH free_drivers AS (
           SELECT id FROM driver_dispatch.drivers WHERE id LIKE $1 FOR UPDATE SKIP LOCKED
         ),
         free_deliveries AS (
           SELECT id FROM driver_dispatch.deliveries WHERE seller_order_id LIKE $1 FOR UPDATE SKIP LOCKED
         ),
         free_events AS (
           SELECT e.id FROM driver_dispatch.delivery_events e
           JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
           WHERE d.seller_order_id LIKE $1 FOR UPDATE OF e SKIP LOCKED
         ),
         drivers AS (
           UPDATE driver_dispatch.drivers SET seen_at = seen_at WHERE id IN (SELECT id FROM free_drivers)
         ),
         deliveries AS (
           UPDATE driver_dispatch.deliveries SET next_attempt_at = next_attempt_at
           WHERE id IN (SELECT id FROM free_deliveries)
         )
       UPDATE driver_dispatch.delivery_events SET acknowledged_at = acknowledged_at
       WHERE id IN (SELECT id FROM free_events)`,
      [`${prefix}%`],
    );
  }
}

/** An operator sees in the metrics what is wrong. */
async function bloatIsReported({ world, caller, eventually }: Scene, openedAt: number): Promise<void> {
  const [engine] = world.engines;
  await eventually('the metrics report dead rows, the old transaction and the slot', async () => {
    const text = await caller.scrape(engine!.url);
    const sample = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
    const seconds = sample('dispatch_postgres_oldest_transaction_seconds');
    return (
      sample('dispatch_postgres_dead_rows') >= ROW_VERSIONS * DRIVERS &&
      seconds * 1_000 >= (Date.now() - openedAt) / 2 &&
      sample('dispatch_postgres_inactive_slot_bytes') > 0
    );
  });
}
