import { Client } from 'pg';
import { RedisReconciler } from '../redis/redis-reconciler';
import { RedisService } from '../redis/redis.service';
import { replaceFleet } from '../testing/fleet';
import { north } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const DRIVERS = 2_000;
const STEP_METRES = 10;
const START = { lat: 52.5, lon: 13.4 };

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine();
  await replaceFleet(
    engine.database,
    Array.from({ length: DRIVERS }, (_, i) => ({ id: `d${i}`, point: START })),
  );
});

/** Everybody tells of a place, in two requests, and PostgreSQL has it. */
async function moveAll(metres: number): Promise<void> {
  const recordedAt = new Date().toISOString();
  const locations = Array.from({ length: DRIVERS }, (_, i) => ({
    ...{ driverId: `d${i}`, point: north(START, metres), recordedAt },
  }));
  await engine.drivers.reportLocations(locations.slice(0, 1_000));
  await engine.drivers.reportLocations(locations.slice(1_000));
  await eventually(
    () =>
      engine.query('SELECT count(*)::int AS stored FROM driver_dispatch.drivers WHERE location_at = $1', [
        recordedAt,
      ]),
    ([{ stored }]) => stored === DRIVERS,
  );
}

describe('storing locations', () => {
  it('touches no index for a driver who moves within a cell', async () => {
    const updates = async () => {
      await engine.query('SELECT pg_stat_clear_snapshot()');
      const [row] = await engine.query(
        `SELECT n_tup_upd::int AS updated, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables
         WHERE schemaname = 'driver_dispatch' AND relname = 'drivers'`,
      );
      return row as { updated: number; hot: number };
    };
    const before = await updates();
    for (let step = 1; step <= 4; step++) {
      await moveAll(step * STEP_METRES);
    }
    // A session tells of what it did at most once a second.
    const after = await eventually(updates, ({ updated }) => updated - before.updated >= 4 * DRIVERS);
    expect((after.hot - before.hot) / (after.updated - before.updated)).toBeGreaterThan(0.9);
  });

  it('of several engines takes turns, so that none waits for another in a circle', async () => {
    const other = await servers.engine({ database: { url: engine.databaseUrl } });
    const ids = Array.from({ length: 400 }, (_, i) => `d${i}`);
    const tell = (from: TestEngine, driverIds: string[], metres: number) =>
      from.drivers.reportLocations(
        driverIds.map((driverId) => ({
          ...{ driverId, point: north(START, metres), recordedAt: new Date().toISOString() },
        })),
      );
    for (let round = 0; round < 20; round++) {
      await Promise.all([tell(engine, ids, round), tell(other, [...ids].reverse(), round)]);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const [{ deadlocks }] = await engine.query(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(deadlocks).toBe(0);
  });

  it('does not wait for a comparison of the index that is under way', async () => {
    const { application } = engine.running;
    const reconciler = application.get(RedisReconciler, { strict: false });
    const redis = application.get(RedisService, { strict: false });
    let goOn = () => undefined as void;
    const begun = new Promise<void>((begin) => {
      jest.spyOn(redis, 'scanIndexed').mockImplementationOnce(async () => {
        begin();
        await new Promise<void>((resolve) => (goOn = resolve));
        return { cursor: '0', driverIds: [] };
      });
    });
    await eventually(
      async () => reconciler.indexTrusted,
      (trusted) => trusted,
    );
    Object.assign(reconciler, { comparedAt: 0 });
    await begun;
    try {
      await moveAll(95);
    } finally {
      goOn();
    }
  });

  it('waits for a driver whose row is held, and holds few others meanwhile', async () => {
    const holder = new Client({ connectionString: engine.databaseUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(`SELECT FROM driver_dispatch.drivers WHERE id = 'd7' FOR UPDATE`);
      const moving = moveAll(90);
      await eventually(
        () =>
          engine.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'
            AND query LIKE '%driver_dispatch.drivers%' AND pid <> pg_backend_pid()`),
        (rows) => rows.length > 0,
      );
      const [{ held }] = await engine.query(
        `SELECT ${DRIVERS} - count(*)::int AS held FROM (
           SELECT FROM driver_dispatch.drivers FOR UPDATE SKIP LOCKED) free`,
      );
      expect(held).toBeGreaterThan(0);
      expect(held).toBeLessThanOrEqual(501);
      await holder.query('COMMIT');
      await moving;
    } finally {
      await holder.end();
    }
  });
});
