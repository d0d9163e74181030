import type { Point } from '@driver-dispatch/contract';
import type { Redis } from 'ioredis';
import { COMPLETE_KEY, GEO_KEY } from './redis-keys';
import { RedisService } from './redis.service';
import { eventually, type TestEngine } from '../testing/test-engine';
import { north } from '../testing/places';
import { reconcilerOf } from '../testing/reconciler';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

const DRIVERS = 100_000;

/** Drivers stand in a grid some 300 m wide; every so manyth has an order at the door. */
const ROW = 400;
const EVERY = 97;
const idOf = (index: number) => `d${String(index).padStart(6, '0')}`;
const placeOf = (index: number): Point => ({
  lat: 45 + Math.floor(index / ROW) * 0.003,
  lon: 5 + (index % ROW) * 0.004,
});

describe(`an index of ${DRIVERS} drivers that is lost`, () => {
  let engine: TestEngine;
  let redis: Redis;
  let orders = 0;

  beforeAll(async () => {
    // A command's patience is for the test that stops Redis, not for those that empty it.
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
    await whole();
  });

  const repairs = () =>
    engine.logged('info').filter(({ message }) => message === 'The availability index was repaired').length;

  /** Waits until the index is whole, and equals PostgreSQL. */
  async function whole(): Promise<void> {
    const reconciler = reconcilerOf(engine);
    await eventually(
      async () => (await redis.exists(COMPLETE_KEY)) === 1 && reconciler.indexTrusted,
      (complete) => complete,
    );
    const [{ available }] = await engine.query(
      `SELECT count(*)::int AS available FROM driver_dispatch.drivers WHERE status = 'AVAILABLE'`,
    );
    expect(await redis.zcard(GEO_KEY)).toBe(available);
  }

  /** Orders at a driver's door; the driver must come, and nobody else. */
  async function orderNext(): Promise<string> {
    const index = EVERY * ++orders;
    const { deliveryId } = await engine.order(north(placeOf(index), 5));
    await engine.reaches(deliveryId, 'ASSIGNED');
    const [{ driver_id: driverId, decision }] = await engine.query(
      'SELECT driver_id, decision FROM driver_dispatch.assignments WHERE delivery_id = $1',
      [deliveryId],
    );
    expect(driverId).toBe(idOf(index));
    return decision.source;
  }

  it('is built anew while orders are assigned exactly through PostgreSQL', async () => {
    await orderNext();
    const service = engine.running.application.get(RedisService, { strict: false });
    let goOn = () => undefined as void;
    const ordered = new Promise<void>((resolve) => (goOn = resolve));
    // However slow orders are meanwhile, the index is not whole before they are assigned.
    jest.spyOn(service, 'markComplete').mockImplementationOnce(async (rebuilding) => {
      await ordered;
      return service.markComplete(rebuilding);
    });
    await redis.flushall();
    const meanwhile: string[] = [];
    for (let count = 0; count < 6; count++) {
      meanwhile.push(await orderNext());
    }
    goOn();
    await whole();
    expect(new Set(meanwhile)).toEqual(new Set(['postgres']));
    expect(await orderNext()).toBe('redis');
    expect(engine.logged('error')).toEqual([]);
  });

  it('is built anew although Redis stands still for longer than PostgreSQL lets a transaction idle', async () => {
    const before = repairs();
    await redis.flushall();
    await eventually(
      () => redis.zcard(GEO_KEY),
      (count) => count > 0,
    );
    servers.redis.freeze();
    // Longer than the 5 s for which PostgreSQL lets a transaction idle. It ends the session of one that does.
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
    await whole();
    expect(repairs()).toBe(before + 1);
    const failures = engine
      .logged('debug')
      .filter(({ message }) => message === 'The index was not reconciled');
    expect(failures).toEqual([]);
  });
});
