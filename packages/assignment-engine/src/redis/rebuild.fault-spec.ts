import type { Point } from '@driver-dispatch/contract';
import type { Redis } from 'ioredis';
import { READY_KEY, GEO_KEY } from './redis-keys';
import { RedisService } from './redis.service';
import { eventually, type TestEngine } from '../testing/test-engine';
import { north } from '../testing/points';
import { getReconciler } from '../testing/reconciler';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

const DRIVERS = 100_000;

/** Drivers per row of a grid with a spacing of about 300 m. */
const ROW = 400;
/** Orders are placed at every 97th driver. */
const EVERY = 97;
const getId = (index: number) => `d${String(index).padStart(6, '0')}`;
const getPlace = (index: number): Point => ({
  lat: 45 + Math.floor(index / ROW) * 0.003,
  lon: 5 + (index % ROW) * 0.004,
});

describe(`a lost index of ${DRIVERS} drivers`, () => {
  let engine: TestEngine;
  let redis: Redis;
  let orders = 0;

  beforeAll(async () => {
    // Longer than Redis is frozen in the last test.
    engine = await servers.engine({ redis: { commandTimeoutMs: 20_000 } });
    redis = servers.redisClient(engine.databaseUrl);
    for (let first = 0; first < DRIVERS; first += DRIVERS / 20) {
      await engine.query(
        `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at)
         SELECT 'd' || lpad(i::text, 6, '0'), 'Driver', '{}', 'AVAILABLE', 45 + (i / $3) * 0.003, 5 + (i % $3) * 0.004,
           now(), now()
         FROM generate_series($1::int, $2::int - 1) AS i`,
        [first, first + DRIVERS / 20, ROW],
      );
    }
    await redis.flushall();
    await untilRebuilt();
  });

  const repairs = () =>
    engine.logged('info').filter(({ message }) => message === 'The availability index was repaired').length;

  /** Waits until the index is complete, and checks that it has as many drivers as PostgreSQL. */
  async function untilRebuilt(): Promise<void> {
    const reconciler = getReconciler(engine);
    await eventually(
      async () => (await redis.exists(READY_KEY)) === 1 && reconciler.indexReady,
      (rebuilt) => rebuilt,
    );
    const [{ available }] = await engine.query(
      `SELECT count(*)::int AS available FROM driver_dispatch.drivers WHERE status = 'AVAILABLE'`,
    );
    expect(await redis.zcard(GEO_KEY)).toBe(available);
  }

  /** Submits an order 5 m from the next driver and checks that this driver is assigned. Returns the search source. */
  async function orderNext(): Promise<string> {
    const index = EVERY * ++orders;
    const { deliveryId } = await engine.order(north(getPlace(index), 5));
    await engine.untilState(deliveryId, 'ASSIGNED');
    const [{ driver_id: driverId, decision }] = await engine.query(
      'SELECT driver_id, decision FROM driver_dispatch.assignments WHERE delivery_id = $1',
      [deliveryId],
    );
    expect(driverId).toBe(getId(index));
    return decision.source;
  }

  it('is rebuilt while PostgreSQL finds the nearest drivers', async () => {
    await orderNext();
    const service = engine.running.application.get(RedisService, { strict: false });
    let resume = () => undefined as void;
    const ordered = new Promise<void>((resolve) => (resume = resolve));
    // The rebuild does not complete before the orders are assigned, however slow they are.
    jest.spyOn(service, 'markReady').mockImplementationOnce(async (rebuilding) => {
      await ordered;
      return service.markReady(rebuilding);
    });
    await redis.flushall();
    const sources: string[] = [];
    for (let count = 0; count < 6; count++) {
      sources.push(await orderNext());
    }
    resume();
    await untilRebuilt();
    expect(new Set(sources)).toEqual(new Set(['POSTGRES']));
    expect(await orderNext()).toBe('REDIS');
    expect(engine.logged('error')).toEqual([]);
  });

  it('is rebuilt although Redis is frozen longer than idle_in_transaction_session_timeout', async () => {
    const before = repairs();
    await redis.flushall();
    await eventually(
      () => redis.zcard(GEO_KEY),
      (count) => count > 0,
    );
    servers.redis.freeze();
    // Longer than idle_in_transaction_session_timeout (5 s), after which PostgreSQL ends a session.
    await eventually(
      () =>
        engine.query(
          `SELECT extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds FROM pg_stat_activity
           WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
             AND xact_start IS NOT NULL`,
        ),
      (open) => open.every(({ seconds }) => seconds > 7),
    );
    servers.redis.thaw();
    await untilRebuilt();
    expect(repairs()).toBe(before + 1);
    const failures = engine
      .logged('debug')
      .filter(({ message }) => message === 'Availability index reconciliation failed');
    expect(failures).toEqual([]);
  });
});
