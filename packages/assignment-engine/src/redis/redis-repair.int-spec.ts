import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { nextPlace, north } from '../testing/places';
import { rebuild, reconcilerOf, restReconciler } from '../testing/reconciler';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { AvailabilityService } from './availability.service';
import { COMPARED_KEY, COMPLETE_KEY, GEO_KEY, LOCATED_KEY, STATUS_KEY } from './redis-keys';
import { MissedWrites } from './missed-writes';
import { RedisConnection } from './redis-connection';
import type { RedisReconciler } from './redis-reconciler';
import { RedisService } from './redis.service';

const servers = useTestServers();

/** Begins a comparison at leisure, which a tick that is under way would not. */
async function beginComparison(reconciler: RedisReconciler, redis: Redis): Promise<{ ended: Promise<void> }> {
  await reconciler.tick();
  await redis.del(COMPARED_KEY);
  return { ended: reconciler.tick() };
}

describe('repair', () => {
  it('builds a flushed index anew, and asks PostgreSQL meanwhile', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const place = nextPlace();
    await engine.driverAt('r-free', place);
    await engine.driverAt('r-other', north(place, 100));
    await engine.driverAt('r-home', place);
    await engine.drivers.setStatus({ driverId: 'r-home', status: 'OFFLINE' });
    const service = engine.running.application.get(RedisService, { strict: false });
    let goOn = () => undefined as void;
    const built = new Promise<void>((resolve) => {
      jest.spyOn(service, 'markComplete').mockImplementationOnce(async (rebuilding) => {
        resolve();
        await new Promise<void>((ordered) => (goOn = ordered));
        return service.markComplete(rebuilding);
      });
    });
    await redis.flushdb();
    // Everybody is in the index then, but it is not known to be whole.
    await built;
    const { deliveryId } = await engine.order(place).finally(() => goOn());
    const { driverId, assignments } = await engine.delivery(deliveryId);
    expect([driverId, assignments[0].source]).toEqual(['r-free', 'postgres']);
    await eventually(
      () => redis.exists(COMPLETE_KEY),
      (complete) => complete === 1,
    );
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual(['r-other']);
    expect(Object.keys(await redis.hgetall(STATUS_KEY)).sort()).toEqual(['r-free', 'r-home', 'r-other']);
    await engine.close();
  });

  it('begins anew when the index is lost while it is being built', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    await engine.driverAt('r-twice', nextPlace());
    const mark = jest.spyOn(service, 'markComplete').mockImplementationOnce(async (rebuilding) => {
      await redis.flushdb();
      return service.markComplete(rebuilding);
    });
    await redis.flushdb();
    await eventually(
      () => redis.exists(COMPLETE_KEY),
      (complete) => complete === 1,
    );
    expect(mark).toHaveBeenCalledTimes(3);
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual(['r-twice']);
    await engine.close();
  });

  it('is not put off by a comparison at leisure, and ends it', async () => {
    const engine = await servers.engine({ heartbeat: { ttlSeconds: 600 } });
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    const reconciler = reconcilerOf(engine);
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
    expect(reconciler.indexTrusted).toBe(false);
    await eventually(
      () => redis.zcard(GEO_KEY),
      (drivers) => drivers === 2000,
    );
    await engine.close();
  });

  it('tells the index of what it has missed without waiting for a comparison at leisure', async () => {
    const engine = await servers.engine({ heartbeat: { ttlSeconds: 600 } });
    const redis = servers.redisClient(engine.databaseUrl);
    const service = engine.running.application.get(RedisService, { strict: false });
    const missed = engine.running.application.get(MissedWrites, { strict: false });
    const reconciler = reconcilerOf(engine);
    await engine.query(
      `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, seen_at)
       SELECT 'r-leisure-' || i, 'Driver', '{}', 'AVAILABLE', 52.5, 13 + i * 0.0001, now() FROM generate_series(1, 4000) AS i`,
    );
    const writes = jest.spyOn(service, 'applyStatuses');
    let over = false;
    const { ended } = await beginComparison(reconciler, redis);
    const comparison = ended.then(() => (over = true));
    await eventually(
      () => writes.mock.calls.length,
      (calls) => calls > 1,
    );
    missed.add(['r-leisure-1']);
    expect(reconciler.indexTrusted).toBe(false);
    await eventually(
      () => reconciler.indexTrusted,
      (trusted) => trusted,
    );
    expect(over).toBe(false);
    await comparison;
    await engine.close();
  });

  it.each([
    ['heartbeat', undefined],
    ['location', nextPlace()],
  ])('puts right, at the next %s, whom an engine died over before it told the index', async (sign, there) => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    const { application } = engine.running;
    // No comparison comes to its help.
    await restReconciler(engine);
    const told = jest.spyOn(application.get(AvailabilityService, { strict: false }), 'publish');
    const [taken, freed] = [`r-taken-${sign}`, `r-freed-${sign}`];
    const isIndexed = async (driverId: string) => (await redis.zscore(GEO_KEY, driverId)) !== null;
    const giveSign = (driverId: string) =>
      there
        ? engine.drivers.reportLocation({ driverId, point: there, recordedAt: new Date().toISOString() })
        : engine.drivers.heartbeat(driverId);

    const [place, other] = [nextPlace(), nextPlace()];
    await engine.driverAt(freed, place);
    const { deliveryId } = await engine.order(place);
    await engine.driverAt(taken, other);
    told.mockResolvedValue();
    await engine.drivers.pickUp({ deliveryId, driverId: freed });
    await engine.drivers.complete({ deliveryId, driverId: freed, proof: { kind: 'code', code: '1' } });
    await engine.order(other);
    told.mockRestore();
    expect([(await engine.row(freed)).status, (await engine.row(taken)).status]).toEqual([
      'AVAILABLE',
      'BUSY',
    ]);
    expect([await isIndexed(freed), await isIndexed(taken)]).toEqual([false, true]);

    await Promise.all([giveSign(freed), giveSign(taken)]);
    await eventually(
      async () => [await isIndexed(freed), await isIndexed(taken)],
      ([free, busy]) => free && !busy,
    );
    await engine.close();
  });

  it('finds, at the next heartbeat, a driver who is AVAILABLE and missing from the index', async () => {
    const engine = await servers.engine();
    const redis = servers.redisClient(engine.databaseUrl);
    // No comparison comes to its help.
    await restReconciler(engine);
    for (const known of [true, false]) {
      const driverId = `r-missing-${known}`;
      await engine.driverAt(driverId, nextPlace());
      await redis.zrem(GEO_KEY, driverId);
      await (known ? undefined : redis.hdel(LOCATED_KEY, driverId));
      await engine.drivers.heartbeat(driverId);
      expect(await redis.zscore(GEO_KEY, driverId)).not.toBeNull();
    }
    await engine.close();
  });

  it('is compared by one engine for all of them', async () => {
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
      await reconcilerOf(engine).tick();
      await reconcilerOf(engine).tick();
    }
    expect(scans.flatMap(({ mock }) => mock.calls)).toHaveLength(1);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it('takes strangers out of an index that is built anew', async () => {
    const database = { url: await servers.database() };
    const redis = servers.redisClient(database.url);
    await redis.geoadd(GEO_KEY, 13.4, 52.5, 'r-stranger');
    await redis.hset(STATUS_KEY, 'r-stranger', '1 AVAILABLE 1000 ');
    const engine = await servers.engine({ database });
    expect(await redis.zrange(GEO_KEY, 0, -1)).toEqual([]);
    expect(await redis.hgetall(STATUS_KEY)).toEqual({});
    await engine.close();
  });

  it('is done by one engine at a time, and all of them come to trust the index', async () => {
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

it('a process that was busy itself does not take Redis for dead', async () => {
  const engine = await servers.engine({ redis: { commandTimeoutMs: 300 } });
  const connection = engine.running.application.get(RedisConnection, { strict: false });
  // As if a command left once the process is busy no longer, and were answered at once: no Redis can be late.
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
