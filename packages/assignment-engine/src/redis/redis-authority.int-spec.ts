import type { Redis } from 'ioredis';
import { nextPlace, north } from '../testing/places';
import { countRedisWaits, restReconciler, untilTrusted } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { GEO_KEY, LOCATED_KEY, STATUS_KEY } from './redis-keys';

const servers = useTestServers();

/** How long an engine waits for an answer of the Redis that fails, in ms. */
const PATIENCE_MS = 150;

describe('invariant 3: a Redis that fails blocks nothing', () => {
  it.each([
    ['killed', () => servers.redis.kill(), expect.anything()],
    ['hanging', async () => servers.redis.freeze(), { message: `No answer within ${PATIENCE_MS} ms` }],
  ])('%s', async (how, strike, error) => {
    const engine = await servers.engine({ redis: { commandTimeoutMs: PATIENCE_MS } });
    const place = nextPlace();
    await engine.driverAt(`i3-${how}`, place);
    await untilTrusted(engine);
    await restReconciler(engine);
    try {
      await strike();
      const waits = countRedisWaits(engine);
      // The answer comes while Redis is away. Waits are counted, not timed: the machine may be busy.
      const { state, deliveryId } = await engine.order(place);
      expect(state).toBe('ASSIGNED');
      expect(waits() * PATIENCE_MS).toBeLessThan(2_000);
      expect(engine.logged('warn').at(-1)).toMatchObject({ error });
      const { assignments } = await engine.delivery(deliveryId);
      expect(assignments[0]).toMatchObject({ driverId: `i3-${how}`, source: 'postgres' });
    } finally {
      servers.redis.thaw();
      await servers.redis.restart();
      await engine.close();
    }
  });

  it('never started', async () => {
    const engine = await servers.engine({ redis: { url: 'redis://127.0.0.1:1' } });
    const place = nextPlace();
    await engine.driverAt('i3-absent', place);
    await expect(engine.order(place)).resolves.toMatchObject({ state: 'ASSIGNED' });
    await engine.close();
  });

  it('not configured', async () => {
    const engine = await servers.engine({ redis: false });
    const place = nextPlace();
    await engine.driverAt('i3-none', place);
    await expect(engine.order(place)).resolves.toMatchObject({ state: 'ASSIGNED' });
    const { body } = await eventually(
      () => engine.get('/health'),
      (health) => health.body.status === 'up',
    );
    expect(body).toMatchObject({ status: 'up', components: { redis: 'disabled' } });
    await engine.close();
  });
});

describe('invariant 4: PostgreSQL is authoritative', () => {
  let engine: TestEngine;
  let redis: Redis;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    await restReconciler(engine);
  });

  /** Makes the index say that a driver is free at a location. */
  async function plant(driverId: string, point: { lat: number; lon: number }): Promise<void> {
    await redis.geoadd(GEO_KEY, point.lon, point.lat, driverId);
    await redis.hset(STATUS_KEY, driverId, '1 AVAILABLE 1000 ');
  }

  it.each<[string, (id: string, place: { lat: number; lon: number }) => Promise<unknown>]>([
    [
      'BUSY',
      async (id, place) => {
        await engine.driverAt(id, place);
        await engine.order(place);
      },
    ],
    [
      'OFFLINE',
      async (id, place) => {
        await engine.driverAt(id, place);
        await engine.drivers.setStatus({ driverId: id, status: 'OFFLINE' });
      },
    ],
    ['unknown', async () => undefined],
    [
      'deactivated',
      async (id, place) => {
        await engine.driverAt(id, place);
        await engine.operate('DELETE', `/v1/drivers/${id}`);
      },
    ],
    ["another channel's", (id, place) => engine.driverAt(id, place, ['9'])],
    [
      'long unseen',
      async (id, place) => {
        await engine.driverAt(id, place);
        await engine.query(
          `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
          [id],
        );
      },
    ],
  ])('a planted driver who is %s is refused, and the next is taken', async (how, prepare) => {
    const place = nextPlace();
    const [liar, next] = [`i4-liar-${how.replace(/\W/g, '')}`, `i4-next-${how.replace(/\W/g, '')}`];
    await prepare(liar, place);
    await engine.driverAt(next, north(place, 50));
    await plant(liar, place);
    const { deliveryId, state } = await engine.order(place);
    expect(state).toBe('ASSIGNED');
    const { driverId, assignments } = await engine.delivery(deliveryId);
    expect(driverId).toBe(next);
    // The index had offered the other one first: it is on record as refused.
    expect(assignments[0].source).toBe('redis');
    expect(assignments[0].considered).toContainEqual(
      expect.objectContaining({ driverId: liar, outcome: 'refused' }),
    );
  });

  it('a driver whose stored location is beyond the radius is refused, however new that of the index is', async () => {
    const place = nextPlace();
    await engine.driverAt('i4-distant', north(place, 20_000));
    await engine.driverAt('i4-within', north(place, 50));
    await plant('i4-distant', place);
    await redis.hset(LOCATED_KEY, 'i4-distant', `${Date.now() + 1_000} ${place.lon} ${place.lat}`);
    const { deliveryId } = await engine.order(place);
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-within');
  });

  it('a refused driver whom PostgreSQL does not know, or knows to be BUSY, leaves the index at once', async () => {
    const place = nextPlace();
    await engine.driverAt('i4-busy', place);
    await engine.order(place);
    await plant('i4-busy', place);
    await plant('i4-nobody', place);
    const { state } = await engine.order(place);
    expect(state).toBe('PENDING');
    expect(await redis.zscore(GEO_KEY, 'i4-busy')).toBeNull();
    expect(await redis.zscore(GEO_KEY, 'i4-nobody')).toBeNull();
    expect(await redis.hget(STATUS_KEY, 'i4-nobody')).toBeNull();
  });

  it('a refused driver does not hide one whom the index lacks', async () => {
    const place = nextPlace();
    await engine.driverAt('i4-refused', place);
    await engine.order(place);
    await engine.driverAt('i4-hidden', north(place, 50));
    await redis.zrem(GEO_KEY, 'i4-hidden');
    await plant('i4-refused', place);
    const { deliveryId, state } = await engine.order(place);
    expect(state).toBe('ASSIGNED');
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-hidden');
  });

  it('an index that lacks a driver leaves no order waiting', async () => {
    const place = nextPlace();
    await engine.driverAt('i4-missing', place);
    await redis.zrem(GEO_KEY, 'i4-missing');
    const { deliveryId, state } = await engine.order(place);
    expect(state).toBe('ASSIGNED');
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-missing');
  });
});
