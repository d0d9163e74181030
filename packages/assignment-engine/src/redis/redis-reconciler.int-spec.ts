import type { Redis } from 'ioredis';
import { LocationBuffer } from '../drivers/location-buffer';
import { Metrics } from '../observability/metrics';
import { nextPoint, north } from '../testing/points';
import { rebuild, getReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { COMPARED_KEY, READY_KEY, GEO_KEY, LOCATION_KEY, STATUS_KEY } from './redis-keys';
import type { RedisReconciler } from './redis-reconciler';

const servers = useTestServers();
/** Time in ms (0 if unknown), longitude and latitude. */
const WELL_FORMED = /^(0|\d{13}) -?[\d.]+ -?[\d.]+$/;

describe('RedisReconciler', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
  });

  /** Marks the index as incomplete and rebuilds it from PostgreSQL. */
  async function reconcile(): Promise<void> {
    await redis.del(READY_KEY);
    await rebuild(engine, redis);
  }

  it('replaces index entries with a higher status version than PostgreSQL', async () => {
    const point = nextPoint();
    await engine.driverAt('near', north(point, 10));
    await engine.driverAt('far', north(point, 3_000));
    // The state after PostgreSQL was restored from a backup and Redis was not.
    await redis.hset(STATUS_KEY, 'near', '500 BUSY 1000 ');
    await redis.zrem(GEO_KEY, 'near');
    await reconcile();
    expect(await redis.hget(STATUS_KEY, 'near')).toMatch(/^2 AVAILABLE /);
    const { deliveryId } = await engine.order(point);
    expect((await engine.delivery(deliveryId)).driverId).toBe('near');
  });

  it('corrects a location that differs from PostgreSQL', async () => {
    const point = nextPoint();
    await engine.driverAt('moved', point);
    await redis.geoadd(GEO_KEY, 10, 45, 'moved');
    await reconcile();
    const [position] = await redis.geopos(GEO_KEY, 'moved');
    expect(Number(position![1])).toBeCloseTo(point.lat, 4);
  });

  it('removes drivers who are unknown to PostgreSQL', async () => {
    const point = nextPoint();
    await redis.geoadd(GEO_KEY, point.lon, point.lat, 'unknown');
    await reconcile();
    expect(await redis.zscore(GEO_KEY, 'unknown')).toBeNull();
  });

  it.each(['x', '', '9e15 foo bar', '9000000000000000 10 45', '5000000000000 200 0', '5000000000000 1e 0'])(
    'ignores and replaces the malformed location entry %j',
    async (entry) => {
      const point = nextPoint();
      const id = `garbled-${point.lat}`;
      await engine.driverAt(id, point);
      await redis.hset(LOCATION_KEY, id, entry);
      const { state, deliveryId } = await engine.order(point);
      expect([state, (await engine.delivery(deliveryId)).driverId]).toEqual(['ASSIGNED', id]);

      const other = nextPoint();
      await engine.driverAt(`${id}-free`, other);
      await redis.hset(LOCATION_KEY, `${id}-free`, entry);
      await redis.zrem(GEO_KEY, `${id}-free`);
      await reconcile();
      expect(await redis.hget(LOCATION_KEY, `${id}-free`)).toMatch(WELL_FORMED);
      expect(await redis.zscore(GEO_KEY, `${id}-free`)).not.toBeNull();

      await redis.hset(LOCATION_KEY, `${id}-free`, entry);
      await engine.drivers.reportLocation({
        driverId: `${id}-free`,
        point: north(other, 100),
        recordedAt: new Date().toISOString(),
      });
      expect(await redis.hget(LOCATION_KEY, `${id}-free`)).toMatch(WELL_FORMED);
    },
  );

  it('does not assign a driver whose location in PostgreSQL is out of range', async () => {
    const [here, there] = [nextPoint(), nextPoint()];
    await engine.driverAt('planted', there);
    await redis.geoadd(GEO_KEY, here.lon, here.lat, 'planted');
    expect((await engine.order(here)).state).toBe('PENDING');
    expect((await engine.row('planted')).status).toBe('AVAILABLE');
  });
});

describe('drift between index and PostgreSQL', () => {
  let engine: TestEngine;
  let redis: Redis;
  let reconciler: RedisReconciler;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    reconciler = getReconciler(engine);
    await reconciler.tick();
    await preventComparison();
  });

  /** Marks the index as just compared, so that the scheduled comparison does not run during a test. */
  const preventComparison = () => redis.set(COMPARED_KEY, '1');

  async function drift(): Promise<Record<string, number>> {
    const { values } = await engine.running.application.get(Metrics).indexDrift.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.kind, value]));
  }

  /** Makes the periodic comparison due and waits until it has run. */
  async function compare(): Promise<void> {
    await redis.del(COMPARED_KEY);
    await eventually(
      async () => {
        await reconciler.tick();
        return redis.exists(COMPARED_KEY);
      },
      (compared) => compared === 1,
    );
    await preventComparison();
  }

  const warnings = () => engine.logged('warn').map(({ message }) => message);

  it('is zero while only the engine writes to the index', async () => {
    const point = nextPoint();
    for (const id of ['c-free', 'c-home', 'c-busy', 'c-moving']) {
      await engine.driverAt(id, id === 'c-busy' ? point : nextPoint());
    }
    await engine.drivers.setStatus({ driverId: 'c-home', status: 'OFFLINE' });
    await engine.order(point);
    await engine.drivers.reportLocation({
      driverId: 'c-moving',
      point: north(point, 9_000),
      recordedAt: new Date().toISOString(),
    });
    await compare();
    expect(await drift()).toEqual({
      missing: 0,
      unavailable: 0,
      unknown: 0,
      misplaced: 0,
      wrong_status: 0,
      stale: 0,
    });
    expect(warnings()).toEqual([]);
  });

  it('is counted by kind and logged once', async () => {
    const point = nextPoint();
    const ids = ['k-missing', 'k-moved', 'k-nearby', 'k-status', 'k-stale', 'k-right'];
    for (const [i, id] of ids.entries()) {
      await engine.driverAt(id, north(point, 2_000 * i));
    }
    const busyAt = nextPoint();
    await engine.driverAt('k-busy', busyAt);
    await engine.order(busyAt);
    await redis.zrem(GEO_KEY, 'k-missing');
    await redis.geoadd(GEO_KEY, 10, 45, 'k-moved');
    const near = north(north(point, 4_000), 5);
    await redis.geoadd(GEO_KEY, near.lon, near.lat, 'k-nearby');
    await redis.hset(STATUS_KEY, 'k-status', (await redis.hget(STATUS_KEY, 'k-status')) + '9');
    await redis.hset(STATUS_KEY, 'k-stale', '1 OFFLINE 1000 ');
    await redis.zrem(GEO_KEY, 'k-stale');
    await redis.geoadd(GEO_KEY, 10, 45, 'k-busy', 10, 45, 'k-unknown');
    await compare();
    expect(await drift()).toEqual({
      missing: 1,
      unavailable: 1,
      unknown: 1,
      misplaced: 2,
      wrong_status: 1,
      stale: 1,
    });
    expect(warnings()).toEqual(['The availability index had drifted from PostgreSQL']);
    await compare();
    expect(Object.values(await drift()).every((count) => count === 0)).toBe(true);
    expect(warnings()).toHaveLength(1);
  });

  it('causes no warning after Redis has lost its data', async () => {
    const before = warnings().length;
    await redis.flushdb();
    await eventually(drift, ({ missing }) => missing > 0);
    expect(await redis.exists(READY_KEY)).toBe(1);
    expect(warnings()).toHaveLength(before);
    expect(engine.logged('info').map(({ message }) => message)).toContain(
      'The availability index was repaired',
    );
  });

  it('does not occur when a driver completes before the last location is stored', async () => {
    const [point, there] = [nextPoint(), nextPoint()];
    await engine.driverAt('b-riding', point);
    const { deliveryId } = await engine.order(point);
    await engine.drivers.pickUp({ deliveryId, driverId: 'b-riding' });
    const [flush, buffer] = [LocationBuffer.prototype.flush, LocationBuffer.prototype];
    try {
      // The location is not in PostgreSQL yet when the delivery ends.
      buffer.flush = () => Promise.resolve();
      await engine.drivers.reportLocation({
        driverId: 'b-riding',
        point: there,
        recordedAt: new Date().toISOString(),
      });
      await engine.drivers.complete({
        deliveryId,
        driverId: 'b-riding',
        proof: { kind: 'pin', pin: '1' },
      });
    } finally {
      buffer.flush = flush;
    }
    const [position] = await redis.geopos(GEO_KEY, 'b-riding');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
  });
});
