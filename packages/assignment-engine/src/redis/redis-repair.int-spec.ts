import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { nextPoint, north } from '../testing/points';
import { rebuild, getReconciler, pauseReconciler } from '../testing/reconciler';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { AvailabilityService } from './availability.service';
import { COMPARED_KEY, READY_KEY, GEO_KEY, LOCATION_KEY, STATUS_KEY } from './redis-keys';
import { MissedWrites } from './missed-writes';
import { RedisConnection } from './redis-connection';
import type { RedisReconciler } from './redis-reconciler';
import { RedisService } from './redis.service';

const servers = useTestServers();

/** Starts a periodic comparison. Waits for a running tick first, because that one would not compare. */
async function beginComparison(reconciler: RedisReconciler, redis: Redis): Promise<{ ended: Promise<void> }> {
  await reconciler.tick();
  await redis.del(COMPARED_KEY);
  return { ended: reconciler.tick() };
}

describe('index repair', () => {
  it('rebuilds a flushed index and searches PostgreSQL meanwhile', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const point = nextPoint();
    await engine.driverAt('r-free', point);
    await engine.driverAt('r-other', north(point, 100));
    await engine.driverAt('r-home', point);
    await engine.drivers.setStatus({ driverId: 'r-home', status: 'OFFLINE' });
    const service = engine.running.application.get(RedisService, { strict: false });
    let resume = () => undefined as void;
    const built = new Promise<void>((resolve) => {
      jest.spyOn(service, 'markReady').mockImplementationOnce(async (rebuilding) => {
        resolve();
        await new Promise<void>((ordered) => (resume = ordered));
        return service.markReady(rebuilding);
      });
    });
    await redis.flushdb();
    // All drivers are in the index, but it is not marked as complete.
    await built;
    const { deliveryId } = await engine.order(point).finally(() => resume());
    const { driverId, assignments } = await engine.delivery(deliveryId);
    expect([driverId, assignments[0].source]).toEqual(['r-free', 'POSTGRES']);
    await eventually(
      () => redis.exists(READY_KEY),
      (complete) => complete === 1,
    );
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual(['r-other']);
    expect(Object.keys(await redis.hgetall(STATUS_KEY)).sort()).toEqual(['r-free', 'r-home', 'r-other']);
    await engine.close();
  });

  it('restarts a rebuild when the index is lost again', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    await engine.driverAt('r-twice', nextPoint());
    const mark = jest.spyOn(service, 'markReady').mockImplementationOnce(async (rebuilding) => {
      await redis.flushdb();
      return service.markReady(rebuilding);
    });
    await redis.flushdb();
    await eventually(
      () => redis.exists(READY_KEY),
      (complete) => complete === 1,
    );
    expect(mark).toHaveBeenCalledTimes(3);
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual(['r-twice']);
    await engine.close();
  });

  it('interrupts a periodic comparison', async () => {
    const engine = await servers.engine({ heartbeat: { ttlSeconds: 600 } });
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    const reconciler = getReconciler(engine);
    await engine.query(
      `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, seen_at)
       SELECT 'r-many-' || i, 'Driver', '{}', 'AVAILABLE', 52.5, 13 + i * 0.0001, now() FROM generate_series(1, 2000) AS i`,
    );
    const writes = jest.spyOn(service, 'applyStatuses');
    const { ended } = await beginComparison(reconciler, redis);
    await eventually(
      () => writes.mock.calls.length,
      (calls) => calls > 1,
    );
    await redis.flushdb();
    await ended;
    expect(reconciler.indexReady).toBe(false);
    await eventually(
      () => redis.zcard(GEO_KEY),
      (drivers) => drivers === 2000,
    );
    await engine.close();
  });

  it('repeats missed writes during a periodic comparison', async () => {
    const engine = await servers.engine({ heartbeat: { ttlSeconds: 600 } });
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    const missed = engine.running.application.get(MissedWrites, { strict: false });
    const reconciler = getReconciler(engine);
    await engine.query(
      `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, seen_at)
       SELECT 'r-slow-' || i, 'Driver', '{}', 'AVAILABLE', 52.5, 13 + i * 0.0001, now() FROM generate_series(1, 4000) AS i`,
    );
    const writes = jest.spyOn(service, 'applyStatuses');
    let ended = false;
    const { ended: comparisonEnd } = await beginComparison(reconciler, redis);
    const comparison = comparisonEnd.then(() => (ended = true));
    await eventually(
      () => writes.mock.calls.length,
      (calls) => calls > 1,
    );
    missed.add(['r-slow-1']);
    expect(reconciler.indexReady).toBe(false);
    await eventually(
      () => reconciler.indexReady,
      (ready) => ready,
    );
    expect(ended).toBe(false);
    await comparison;
    await engine.close();
  });

  it.each([
    ['heartbeat', undefined],
    ['location', nextPoint()],
  ])('applies a status change that is missing in Redis at the next %s', async (report, there) => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const { application } = engine.running;
    // Without the periodic comparison.
    await pauseReconciler(engine);
    const publish = jest.spyOn(application.get(AvailabilityService, { strict: false }), 'publish');
    const [taken, freed] = [`r-taken-${report}`, `r-freed-${report}`];
    const isIndexed = async (driverId: string) => (await redis.zscore(GEO_KEY, driverId)) !== null;
    const sendReport = (driverId: string) =>
      there
        ? engine.drivers.reportLocation({ driverId, point: there, recordedAt: new Date().toISOString() })
        : engine.drivers.heartbeat(driverId);

    const [point, other] = [nextPoint(), nextPoint()];
    await engine.driverAt(freed, point);
    const { deliveryId } = await engine.order(point);
    await engine.driverAt(taken, other);
    publish.mockResolvedValue();
    await engine.drivers.pickUp({ deliveryId, driverId: freed });
    await engine.drivers.complete({ deliveryId, driverId: freed, proof: { kind: 'pin', pin: '1' } });
    await engine.order(other);
    publish.mockRestore();
    expect([(await engine.row(freed)).status, (await engine.row(taken)).status]).toEqual([
      'AVAILABLE',
      'BUSY',
    ]);
    expect([await isIndexed(freed), await isIndexed(taken)]).toEqual([false, true]);

    await Promise.all([sendReport(freed), sendReport(taken)]);
    await eventually(
      async () => [await isIndexed(freed), await isIndexed(taken)],
      ([free, busy]) => free && !busy,
    );
    await engine.close();
  });

  it('adds an AVAILABLE driver who is missing from the index at the next heartbeat', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    // Without the periodic comparison.
    await pauseReconciler(engine);
    for (const known of [true, false]) {
      const driverId = `r-missing-${known}`;
      await engine.driverAt(driverId, nextPoint());
      await redis.zrem(GEO_KEY, driverId);
      await (known ? undefined : redis.hdel(LOCATION_KEY, driverId));
      await engine.drivers.heartbeat(driverId);
      expect(await redis.zscore(GEO_KEY, driverId)).not.toBeNull();
    }
    await engine.close();
  });

  it('runs the periodic comparison in one of several engines', async () => {
    const database = { url: await servers.database() };
    const engines = [await servers.engine({ database }), await servers.engine({ database })];
    const redis = servers.redisClient(database.url);
    const scans = engines.map((engine) =>
      jest.spyOn(engine.running.application.get(RedisService, { strict: false }), 'scanIndexed'),
    );
    await redis.del(COMPARED_KEY);
    await eventually(
      () => redis.exists(COMPARED_KEY),
      (compared) => compared === 1,
    );
    for (const engine of engines) {
      await getReconciler(engine).tick();
      await getReconciler(engine).tick();
    }
    expect(scans.flatMap(({ mock }) => mock.calls)).toHaveLength(1);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it('removes unknown drivers during a rebuild', async () => {
    const database = { url: await servers.database() };
    const redis = servers.redisClient(database.url);
    await redis.geoadd(GEO_KEY, 13.4, 52.5, 'r-unknown');
    await redis.hset(STATUS_KEY, 'r-unknown', '1 AVAILABLE 1000 ');
    const engine = await servers.engine({ database });
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual([]);
    expect(await redis.hgetall(STATUS_KEY)).toEqual({});
    await engine.close();
  });

  it('runs in one engine at a time, after which all engines use the index', async () => {
    const database = { url: await servers.database() };
    const engines = [await servers.engine({ database }), await servers.engine({ database })];
    const redis = servers.redisClient(database.url);
    await redis.flushdb();
    for (const engine of engines) {
      await rebuild(engine, redis);
    }
    await Promise.all(engines.map((engine) => engine.close()));
  });
});

it('does not report a Redis timeout after the event loop was blocked', async () => {
  const engine = await servers.engine({ redis: { commandTimeoutMs: 300 } });
  const connection = engine.running.application.get(RedisConnection, { strict: false });
  // The event loop is blocked longer than the timeout, then the command is answered at once.
  const answer = connection.run(async () => {
    await turn();
    const busyUntil = Date.now() + 1_500;
    while (Date.now() < busyUntil);
    await turn();
    await turn();
    return 'PONG';
  });
  await expect(answer).resolves.toBe('PONG');
  await engine.close();
});
