import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { untilAnswered } from './until-answered';
import { deliverAssigned } from './deliver-assigned';
import type { Fault, Scene } from './fault';
import { forEach } from './for-each';
import { readyOrder } from './ready-message';

/** Largest allowed factor between the throughput of the slower control measurement and that during the fault. */
const MAX_SLOWDOWN = 3;

/** Shortest time that the transaction is open in the full form, in ms. */
const OPEN_MS = 180_000;

/** Row versions written per row, as many as in a few minutes of heartbeats. */
const ROW_VERSIONS = 150;

const DRIVERS = 12;
const MEASURED_WITHIN_MS = 120_000;

interface Throughput {
  deliveriesPerSecond: number;
  eventsPerSecond: number;
}

export const longSnapshot: Fault = {
  id: 'F26',
  title: 'Long transaction and a replication slot without a consumer',
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect } = scene;
    const driverIds = Array.from({ length: DRIVERS }, (_, i) => `${prefix}d${i}`);
    for (const driverId of driverIds) {
      await untilAnswered(() => caller.register(driverId));
      await untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', centre));
    }
    // Warms up the processes.
    await measure(scene, driverIds);
    const before = await measure(scene, driverIds);
    const snapshot = new Client({ connectionString: world.postgres.url('engine') });
    await snapshot.connect();
    const slot = `abandoned_${randomUUID().replaceAll('-', '')}`;
    let during: Throughput;
    try {
      await inject('long transaction, replication slot without a consumer', async () => {
        await snapshot.query(`SELECT pg_create_physical_replication_slot('${slot}', true)`);
        await snapshot.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
        await snapshot.query('SELECT FROM driver_dispatch.deliveries LIMIT 1');
      });
      const openedAt = Date.now();
      await writeRowVersions(scene);
      do {
        during = await measure(scene, driverIds);
      } while (scene.length === 'full' && Date.now() - openedAt < OPEN_MS);
      await expectBloatMetrics(scene, openedAt);
    } finally {
      await snapshot.query('ROLLBACK');
      await snapshot.query(`SELECT pg_drop_replication_slot('${slot}')`);
      await snapshot.end();
    }
    const after = await measure(scene, driverIds);
    for (const what of ['deliveriesPerSecond', 'eventsPerSecond'] as const) {
      const control = Math.min(before[what], after[what]);
      expect(
        during[what] >= control / MAX_SLOWDOWN,
        `${what} fell to ${during[what].toFixed(1)}, from ${before[what].toFixed(1)} before and ${after[what].toFixed(1)} after`,
      );
    }
  },
};

/** Measures how many orders are delivered and how many events are sent per second. */
async function measure(scene: Scene, driverIds: readonly string[]): Promise<Throughput> {
  const { caller, centre, eventually, prefix, world } = scene;
  const count = scene.length === 'short' ? 24 : 400;
  const run = `${prefix}${randomUUID()}-`;
  const ids = Array.from({ length: count }, (_, i) => `${run}${i}`);
  const started = Date.now();
  const ordering = forEach(ids, 8, (id) => untilAnswered(() => caller.ready(readyOrder(id, centre))));
  let delivered = false;
  const driving = forEach(driverIds, driverIds.length, async (driverId) => {
    while (!delivered) {
      await deliverAssigned(caller, driverId);
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

/** Writes many versions of the run's rows. VACUUM can remove none of them. Skips rows that an engine has locked. */
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

/** Expects that the metrics report the dead rows, the old transaction and the slot. */
async function expectBloatMetrics({ world, caller, eventually }: Scene, openedAt: number): Promise<void> {
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
