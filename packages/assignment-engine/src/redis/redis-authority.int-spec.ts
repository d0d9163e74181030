import type { Redis } from 'ioredis';
import { nextPoint, north } from '../testing/points';
import { countRedisCommands, pauseReconciler, untilIndexReady } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { GEO_KEY, LOCATION_KEY, STATUS_KEY } from './redis-keys';

const servers = useTestServers();

/** Redis command timeout in ms while Redis fails. */
const TIMEOUT_MS = 150;

describe('invariant 3: assignment without Redis', () => {
  it.each([
    ['killed', () => servers.redis.kill(), expect.anything()],
    ['hanging', async () => servers.redis.freeze(), { message: `No answer within ${TIMEOUT_MS} ms` }],
  ])('assigns while Redis is %s', async (how, stopRedis, error) => {
    const engine = await servers.engine({ redis: { commandTimeoutMs: TIMEOUT_MS } });
    const point = nextPoint();
    await engine.driverAt(`i3-${how}`, point);
    await untilIndexReady(engine);
    await pauseReconciler(engine);
    try {
      await stopRedis();
      const commands = countRedisCommands(engine);
      // Redis is still down at the response. Commands are counted, not timed, because the machine may be busy.
      const { state, deliveryId } = await engine.order(point);
      expect(state).toBe('ASSIGNED');
      expect(commands() * TIMEOUT_MS).toBeLessThan(2_000);
      expect(engine.logged('warn').at(-1)).toMatchObject({ error });
      const { assignments } = await engine.delivery(deliveryId);
      expect(assignments[0]).toMatchObject({ driverId: `i3-${how}`, source: 'POSTGRES' });
    } finally {
      servers.redis.thaw();
      await servers.redis.restart();
      await engine.close();
    }
  });

  it('assigns when Redis has never been reachable', async () => {
    const engine = await servers.engine({ redis: { url: 'redis://127.0.0.1:1' } });
    const point = nextPoint();
    await engine.driverAt('i3-absent', point);
    await expect(engine.order(point)).resolves.toMatchObject({ state: 'ASSIGNED' });
    await engine.close();
  });

  it('assigns without a Redis configuration', async () => {
    const engine = await servers.engine({ redis: false });
    const point = nextPoint();
    await engine.driverAt('i3-none', point);
    await expect(engine.order(point)).resolves.toMatchObject({ state: 'ASSIGNED' });
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
    await pauseReconciler(engine);
  });

  /** Writes a driver to the index as AVAILABLE at a point, whatever the status in PostgreSQL. */
  async function plant(driverId: string, point: { lat: number; lon: number }): Promise<void> {
    await redis.geoadd(GEO_KEY, point.lon, point.lat, driverId);
    await redis.hset(STATUS_KEY, driverId, '1 AVAILABLE 1000 ');
  }

  it.each<[string, (id: string, point: { lat: number; lon: number }) => Promise<unknown>]>([
    [
      'BUSY',
      async (id, point) => {
        await engine.driverAt(id, point);
        await engine.order(point);
      },
    ],
    [
      'OFFLINE',
      async (id, point) => {
        await engine.driverAt(id, point);
        await engine.drivers.setStatus({ driverId: id, status: 'OFFLINE' });
      },
    ],
    ['unknown', async () => undefined],
    [
      'deactivated',
      async (id, point) => {
        await engine.driverAt(id, point);
        await engine.operate('DELETE', `/v1/drivers/${id}`);
      },
    ],
    ['of another channel', (id, point) => engine.driverAt(id, point, ['9'])],
    [
      'past the heartbeat timeout',
      async (id, point) => {
        await engine.driverAt(id, point);
        await engine.query(
          `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour' WHERE id = $1`,
          [id],
        );
      },
    ],
  ])('skips a driver in the index who is %s in PostgreSQL and assigns the next', async (how, prepare) => {
    const point = nextPoint();
    const [planted, next] = [`i4-planted-${how.replace(/\W/g, '')}`, `i4-next-${how.replace(/\W/g, '')}`];
    await prepare(planted, point);
    await engine.driverAt(next, north(point, 50));
    await plant(planted, point);
    const { deliveryId, state } = await engine.order(point);
    expect(state).toBe('ASSIGNED');
    const { driverId, assignments } = await engine.delivery(deliveryId);
    expect(driverId).toBe(next);
    // The planted driver is recorded as an ineligible candidate.
    expect(assignments[0].source).toBe('REDIS');
    expect(assignments[0].candidates).toContainEqual(
      expect.objectContaining({ driverId: planted, outcome: 'INELIGIBLE' }),
    );
  });

  it('skips a driver whose location in PostgreSQL is beyond the radius, even if the index has a newer one', async () => {
    const point = nextPoint();
    await engine.driverAt('i4-distant', north(point, 20_000));
    await engine.driverAt('i4-within', north(point, 50));
    await plant('i4-distant', point);
    await redis.hset(LOCATION_KEY, 'i4-distant', `${Date.now() + 1_000} ${point.lon} ${point.lat}`);
    const { deliveryId } = await engine.order(point);
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-within');
  });

  it('removes a driver who is unknown or BUSY in PostgreSQL from the index', async () => {
    const point = nextPoint();
    await engine.driverAt('i4-busy', point);
    await engine.order(point);
    await plant('i4-busy', point);
    await plant('i4-unknown', point);
    const { state } = await engine.order(point);
    expect(state).toBe('PENDING');
    expect(await redis.zscore(GEO_KEY, 'i4-busy')).toBeNull();
    expect(await redis.zscore(GEO_KEY, 'i4-unknown')).toBeNull();
    expect(await redis.hget(STATUS_KEY, 'i4-unknown')).toBeNull();
  });

  it('finds a driver missing from the index although another one is ineligible', async () => {
    const point = nextPoint();
    await engine.driverAt('i4-ineligible', point);
    await engine.order(point);
    await engine.driverAt('i4-hidden', north(point, 50));
    await redis.zrem(GEO_KEY, 'i4-hidden');
    await plant('i4-ineligible', point);
    const { deliveryId, state } = await engine.order(point);
    expect(state).toBe('ASSIGNED');
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-hidden');
  });

  it('assigns a driver who is missing from the index', async () => {
    const point = nextPoint();
    await engine.driverAt('i4-missing', point);
    await redis.zrem(GEO_KEY, 'i4-missing');
    const { deliveryId, state } = await engine.order(point);
    expect(state).toBe('ASSIGNED');
    expect((await engine.delivery(deliveryId)).driverId).toBe('i4-missing');
  });
});
