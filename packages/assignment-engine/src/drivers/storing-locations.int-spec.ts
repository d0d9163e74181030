import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import { sql } from '../database/sql';
import { COMPARED_KEY } from '../redis/redis-keys';
import { RedisService } from '../redis/redis.service';
import { replaceFleet } from '../testing/fleet';
import { north } from '../testing/points';
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

const clients: Client[] = [];

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: engine.databaseUrl });
  clients.push(client);
  await client.connect();
  return client;
}

const waitingForLocks = () =>
  engine.query(`SELECT pid, query_start FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()`);

/** Reports a location for all drivers in two requests and waits until PostgreSQL has stored it. */
async function moveAll(metres: number): Promise<void> {
  const recordedAt = new Date().toISOString();
  const locations = Array.from({ length: DRIVERS }, (_, i) => ({
    driverId: `d${i}`,
    point: north(START, metres),
    recordedAt,
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
  // Runs before the afterAll hook that stops the servers.
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));

  it('updates no index for a driver who moves within a grid cell', async () => {
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
    // PostgreSQL sessions report statistics at most once a second, idle ones about ten seconds later.
    const after = await eventually(updates, ({ updated }) => updated - before.updated >= 4 * DRIVERS);
    expect((after.hot - before.hot) / (after.updated - before.updated)).toBeGreaterThan(0.9);
  });

  it('does not deadlock between engines', async () => {
    const [holder, one, other] = await Promise.all([0, 1, 2].map(connect));
    const store = (client: Client, driverIds: string[]) =>
      client.query(sql('drivers/store-locations.sql'), [
        driverIds,
        driverIds.map(() => START.lat),
        driverIds.map(() => START.lon),
        driverIds.map(() => Date.now()),
        driverIds.map(() => null),
        driverIds.map(() => false),
      ]);
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM driver_dispatch.drivers WHERE id = 'd3' FOR UPDATE`);
    // Without ordered locks each statement would hold the row that the other one needs next.
    const stored = Promise.all([store(one, ['d1', 'd3', 'd2']), store(other, ['d2', 'd3', 'd1'])]);
    await eventually(waitingForLocks, (rows) => rows.length === 2);
    await holder.query('COMMIT');
    await expect(stored).resolves.toHaveLength(2);
  });

  it('does not wait for a running comparison of the index', async () => {
    const { application } = engine.running;
    const redis = application.get(RedisService, { strict: false });
    let resume = () => undefined as void;
    const begun = new Promise<void>((begin) => {
      jest.spyOn(redis, 'scanIndexed').mockImplementationOnce(async () => {
        begin();
        await new Promise<void>((resolve) => (resume = resolve));
        return { cursor: '0', driverIds: [] };
      });
    });
    await servers.redisClient(engine.databaseUrl).del(COMPARED_KEY);
    await begun;
    try {
      await moveAll(95);
    } finally {
      resume();
    }
  });

  it('commits asynchronously', async () => {
    const client = await connect();
    await client.query('BEGIN');
    await client.query(sql('drivers/store-locations.sql'), [
      ['d1'],
      [START.lat],
      [START.lon],
      [Date.now()],
      [null],
      [false],
    ]);
    const { rows } = await client.query('SHOW synchronous_commit');
    expect(rows).toEqual([{ synchronous_commit: 'off' }]);
    await client.query('ROLLBACK');
  });

  it('holds few row locks while it waits for a locked row', async () => {
    const holder = await connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM driver_dispatch.drivers WHERE id = 'd1999' FOR UPDATE`);
    const moving = moveAll(90);
    const countHeld = async (): Promise<number> => {
      const [{ held }] = await engine.query(
        `SELECT ${DRIVERS} - count(*)::int AS held FROM (
           SELECT FROM driver_dispatch.drivers FOR UPDATE SKIP LOCKED) free`,
      );
      return held;
    };
    // The statement times out after a second, so locks are counted only while the same statement waits.
    const held = await eventually(
      async () => {
        const before = await waitingForLocks();
        const count = await countHeld();
        return before.length > 0 && isDeepStrictEqual(await waitingForLocks(), before) ? count : 0;
      },
      (count) => count > 1,
    );
    expect(held).toBeLessThanOrEqual(500);
    await holder.query('COMMIT');
    await moving;
  });
});
