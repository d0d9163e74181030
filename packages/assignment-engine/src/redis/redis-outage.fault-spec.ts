import type { Redis } from 'ioredis';
import { GEO_KEY } from './redis-keys';
import { RedisService } from './redis.service';
import { nextPoint, north } from '../testing/points';
import { setRedisTimeout, untilIndexReady } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { REDIS_TIMEOUT_MS, useTestServers } from '../testing/test-servers';

const servers = useTestServers();

const BEFORE = 10;
const DURING = 20;
const AFTER = 10;

describe.each([
  ['killed', () => servers.redis.kill(), () => servers.redis.restart(), true],
  ['frozen', async () => servers.redis.freeze(), async () => servers.redis.thaw(), false],
] as const)('Redis %s during order traffic', (_name, stopRedis, restoreRedis, isRebuilt) => {
  let engine: TestEngine;
  let redis: Redis;
  const sources: string[] = [];
  let rebuilding: jest.SpyInstance;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    const point = nextPoint();
    const total = BEFORE + DURING + AFTER;
    for (let i = 0; i < total; i++) {
      await engine.driverAt(`d${String(i).padStart(3, '0')}`, north(point, 10 + i * 10));
    }
    rebuilding = jest.spyOn(
      engine.running.application.get(RedisService, { strict: false }),
      'beginRebuilding',
    );
    const submitOrders = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const { deliveryId, state } = await engine.order(point);
        expect(state).toBe('ASSIGNED');
        const { assignments } = await engine.delivery(deliveryId);
        sources.push(`${assignments[0].driverId} ${assignments[0].source}`);
      }
    };
    await submitOrders(BEFORE);
    await stopRedis();
    // The short timeout applies during the outage only: otherwise a busy machine could look like another outage.
    setRedisTimeout(engine, 200);
    await submitOrders(DURING);
    setRedisTimeout(engine, REDIS_TIMEOUT_MS);
    await restoreRedis();
    await untilIndexReady(engine);
    await submitOrders(AFTER);
  });

  afterAll(() => engine?.close());

  it('assigns the nearest AVAILABLE driver to every order', () => {
    const drivers = sources.map((entry) => entry.split(' ')[0]);
    expect(drivers).toEqual(drivers.map((_, i) => `d${String(i).padStart(3, '0')}`));
    expect(drivers).toHaveLength(BEFORE + DURING + AFTER);
  });

  it('falls back to PostgreSQL and returns to the index after the outage', () => {
    const used = sources.map((entry) => entry.split(' ')[1]);
    expect(used.slice(0, BEFORE)).toEqual(Array(BEFORE).fill('REDIS'));
    expect(used.slice(BEFORE, BEFORE + DURING)).toEqual(Array(DURING).fill('POSTGRES'));
    expect(used.slice(-AFTER)).toEqual(Array(AFTER).fill('REDIS'));
  });

  it('logs one warning and one recovery', () => {
    const warnings = engine.logged('warn').map(({ message }) => message);
    expect(warnings).toEqual(['Redis unavailable, using PostgreSQL']);
    const notes = engine.logged('info').filter(({ message }) => message === 'Redis available again');
    expect(notes).toHaveLength(1);
    expect(engine.logged('error')).toEqual([]);
  });

  it(`${isRebuilt ? 'rebuilds' : 'repairs'} the index${isRebuilt ? '' : ' without a rebuild'}`, () => {
    expect(rebuilding.mock.calls.length > 0).toBe(isRebuilt);
  });

  it('restores the drivers that are AVAILABLE in PostgreSQL', async () => {
    const rows = await engine.query(
      `SELECT id FROM driver_dispatch.drivers WHERE status = 'AVAILABLE' ORDER BY id`,
    );
    expect((await redis.zrange(GEO_KEY, 0, -1)).sort()).toEqual(rows.map(({ id }) => id));
  });
});
