import type { Redis } from 'ioredis';
import { GEO_KEY, STATUS_KEY } from './redis-keys';
import { RedisReconciler } from './redis-reconciler';
import { nextPlace, north } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('RedisReconciler', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
  });

  /** Lets the index be compared with PostgreSQL now: it counts as lost. */
  async function reconcile(): Promise<void> {
    const reconciler = engine.running.application.get(RedisReconciler, { strict: false });
    await redis.del('drivers:complete');
    await eventually(
      async () => {
        await reconciler.tick();
        return (await redis.exists('drivers:complete')) === 1 && reconciler.indexTrusted;
      },
      (complete) => complete,
    );
  }

  it('overrules an index that knows later decisions than PostgreSQL', async () => {
    const place = nextPlace();
    await engine.driverAt('near', north(place, 10));
    await engine.driverAt('far', north(place, 3_000));
    // As a PostgreSQL that was restored leaves a Redis that lived on.
    await redis.hset(STATUS_KEY, 'near', '500 BUSY 1000 ');
    await redis.zrem(GEO_KEY, 'near');
    await reconcile();
    expect(await redis.hget(STATUS_KEY, 'near')).toMatch(/^2 AVAILABLE /);
    const { deliveryId } = await engine.order(place);
    expect((await engine.delivery(deliveryId)).driverId).toBe('near');
  });

  it('brings a driver back to where PostgreSQL knows the driver to be', async () => {
    const place = nextPlace();
    await engine.driverAt('moved', place);
    await redis.geoadd(GEO_KEY, 10, 45, 'moved');
    await reconcile();
    const [position] = await redis.geopos(GEO_KEY, 'moved');
    expect(Number(position![1])).toBeCloseTo(place.lat, 4);
  });

  it('takes out whom PostgreSQL does not know', async () => {
    const place = nextPlace();
    await redis.geoadd(GEO_KEY, place.lon, place.lat, 'stranger');
    await reconcile();
    expect(await redis.zscore(GEO_KEY, 'stranger')).toBeNull();
  });

  it('until then a driver whom the index has far from where PostgreSQL does is not assigned', async () => {
    const [here, there] = [nextPlace(), nextPlace()];
    await engine.driverAt('planted', there);
    await redis.geoadd(GEO_KEY, here.lon, here.lat, 'planted');
    expect((await engine.order(here)).state).toBe('PENDING');
    expect((await engine.row('planted')).status).toBe('AVAILABLE');
  });
});
