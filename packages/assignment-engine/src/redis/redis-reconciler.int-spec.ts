import type { Redis } from 'ioredis';
import { LocationBuffer } from '../drivers/location-buffer';
import { Metrics } from '../metrics/metrics';
import { COMPARED_KEY, COMPLETE_KEY, GEO_KEY, LOCATED_KEY, STATUS_KEY } from './redis-keys';
import type { RedisReconciler } from './redis-reconciler';
import { nextPlace, north } from '../testing/places';
import { rebuild, reconcilerOf } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
/** Time, 0 for a location without one, longitude and latitude. */
const WELL_FORMED = /^(0|\d{13}) -?[\d.]+ -?[\d.]+$/;

describe('RedisReconciler', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
  });

  /** Lets the index be compared with PostgreSQL now: it counts as lost. */
  async function reconcile(): Promise<void> {
    await redis.del(COMPLETE_KEY);
    await rebuild(engine, redis);
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

  it.each(['x', '', '9e15 foo bar', '9000000000000000 10 45', '5000000000000 200 0', '5000000000000 1e 0'])(
    'takes a newest location of %j for none, and mends it',
    async (entry) => {
      const place = nextPlace();
      const id = `garbled-${place.lat}`;
      await engine.driverAt(id, place);
      await redis.hset(LOCATED_KEY, id, entry);
      const { state, deliveryId } = await engine.order(place);
      expect([state, (await engine.delivery(deliveryId)).driverId]).toEqual(['ASSIGNED', id]);

      const other = nextPlace();
      await engine.driverAt(`${id}-free`, other);
      await redis.hset(LOCATED_KEY, `${id}-free`, entry);
      await redis.zrem(GEO_KEY, `${id}-free`);
      await reconcile();
      expect(await redis.hget(LOCATED_KEY, `${id}-free`)).toMatch(WELL_FORMED);
      expect(await redis.zscore(GEO_KEY, `${id}-free`)).not.toBeNull();

      await redis.hset(LOCATED_KEY, `${id}-free`, entry);
      await engine.drivers.reportLocation({
        driverId: `${id}-free`, point: north(other, 100),
        recordedAt: new Date().toISOString(),
      });
      expect(await redis.hget(LOCATED_KEY, `${id}-free`)).toMatch(WELL_FORMED);
    },
  );

  it('until then a driver whom the index has far from where PostgreSQL does is not assigned', async () => {
    const [here, there] = [nextPlace(), nextPlace()];
    await engine.driverAt('planted', there);
    await redis.geoadd(GEO_KEY, here.lon, here.lat, 'planted');
    expect((await engine.order(here)).state).toBe('PENDING');
    expect((await engine.row('planted')).status).toBe('AVAILABLE');
  });
});

describe('what the comparison finds', () => {
  let engine: TestEngine;
  let redis: Redis;
  let reconciler: RedisReconciler;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    reconciler = reconcilerOf(engine);
    await reconciler.tick();
    await putOff();
  });

  /** No comparison comes by itself between two writes of a test. */
  const putOff = () => redis.set(COMPARED_KEY, '1');

  async function drift(): Promise<Record<string, number>> {
    const { values } = await engine.running.application.get(Metrics).indexDrift.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.kind, value]));
  }

  /** Lets the comparison of each half minute be due now. */
  async function compare(): Promise<void> {
    await redis.del(COMPARED_KEY);
    await eventually(
      async () => {
        await reconciler.tick();
        return redis.exists(COMPARED_KEY);
      },
      (compared) => compared === 1,
    );
    await putOff();
  }

  const warnings = () => engine.logged('warn').map(({ message }) => message);

  it('is nothing while nobody else writes, whatever drivers do', async () => {
    const place = nextPlace();
    for (const id of ['c-free', 'c-home', 'c-busy', 'c-moving']) {
      await engine.driverAt(id, id === 'c-busy' ? place : nextPlace());
    }
    await engine.drivers.setStatus({ driverId: 'c-home', status: 'OFFLINE' });
    await engine.order(place);
    await engine.drivers.reportLocation({
      driverId: 'c-moving', point: north(place, 9_000),
      recordedAt: new Date().toISOString(),
    });
    await compare();
    expect(await drift()).toEqual({
      missing: 0, unavailable: 0, unknown: 0, misplaced: 0, status: 0, behind: 0,
    });
    expect(warnings()).toEqual([]);
  });

  it('is counted by its kind and warned of, once', async () => {
    const place = nextPlace();
    const ids = ['k-missing', 'k-moved', 'k-nearby', 'k-status', 'k-behind', 'k-right'];
    for (const [i, id] of ids.entries()) {
      await engine.driverAt(id, north(place, 2_000 * i));
    }
    const busyAt = nextPlace();
    await engine.driverAt('k-busy', busyAt);
    await engine.order(busyAt);
    await redis.zrem(GEO_KEY, 'k-missing');
    await redis.geoadd(GEO_KEY, 10, 45, 'k-moved');
    const near = north(north(place, 4_000), 5);
    await redis.geoadd(GEO_KEY, near.lon, near.lat, 'k-nearby');
    await redis.hset(STATUS_KEY, 'k-status', (await redis.hget(STATUS_KEY, 'k-status')) + '9');
    await redis.hset(STATUS_KEY, 'k-behind', '1 OFFLINE 1000 ');
    await redis.zrem(GEO_KEY, 'k-behind');
    await redis.geoadd(GEO_KEY, 10, 45, 'k-busy', 10, 45, 'k-nobody');
    await compare();
    expect(await drift()).toEqual({
      missing: 1, unavailable: 1, unknown: 1, misplaced: 2, status: 1, behind: 1,
    });
    expect(warnings()).toEqual(['The availability index had drifted from PostgreSQL']);
    await compare();
    expect(Object.values(await drift()).every((count) => count === 0)).toBe(true);
    expect(warnings()).toHaveLength(1);
  });

  it('is no reason to warn after Redis has lost its data', async () => {
    const before = warnings().length;
    await redis.flushdb();
    await eventually(drift, ({ missing }) => missing > 0);
    expect(await redis.exists(COMPLETE_KEY)).toBe(1);
    expect(warnings()).toHaveLength(before);
    expect(engine.logged('info').map(({ message }) => message)).toContain(
      'The availability index was repaired',
    );
  });

  it('a driver who comes free is where the last ping of the ride says, not where an older one did', async () => {
    const [place, there] = [nextPlace(), nextPlace()];
    await engine.driverAt('b-riding', place);
    const { deliveryId } = await engine.order(place);
    await engine.drivers.pickUp({ deliveryId, driverId: 'b-riding' });
    const [flush, buffer] = [LocationBuffer.prototype.flush, LocationBuffer.prototype];
    try {
      // The ping has not reached PostgreSQL yet when the ride ends.
      buffer.flush = () => Promise.resolve();
      await engine.drivers.reportLocation({
        driverId: 'b-riding', point: there,
        recordedAt: new Date().toISOString(),
      });
      await engine.drivers.complete({
        deliveryId, driverId: 'b-riding',
        proof: { kind: 'code', code: '1' },
      });
    } finally {
      buffer.flush = flush;
    }
    const [position] = await redis.geopos(GEO_KEY, 'b-riding');
    expect(Number(position![1])).toBeCloseTo(there.lat, 4);
  });
});
