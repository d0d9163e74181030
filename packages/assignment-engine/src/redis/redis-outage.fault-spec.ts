import type { Redis } from 'ioredis';
import { GEO_KEY } from './redis-keys';
import { RedisService } from './redis.service';
import { nextPlace, north } from '../testing/places';
import { setRedisTimeout, untilTrusted } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { REDIS_TIMEOUT_MS, useTestServers } from '../testing/test-servers';

const servers = useTestServers();

const BEFORE = 10;
const DURING = 20;
const AFTER = 10;

describe.each([
  ['killed', () => servers.redis.kill(), () => servers.redis.restart(), true],
  ['stopped where it stands', async () => servers.redis.freeze(), async () => servers.redis.thaw(), false],
] as const)('while orders flow, Redis is %s', (_name, strike, heal, isBuiltAnew) => {
  let engine: TestEngine;
  let redis: Redis;
  const sources: string[] = [];
  let rebuilding: jest.SpyInstance;

  beforeAll(async () => {
    engine = await servers.engine();
    redis = servers.redisClient(engine.databaseUrl);
    const place = nextPlace();
    const total = BEFORE + DURING + AFTER;
    for (let i = 0; i < total; i++) {
      await engine.driverAt(`d${String(i).padStart(3, '0')}`, north(place, 10 + i * 10));
    }
    rebuilding = jest.spyOn(
      engine.running.application.get(RedisService, { strict: false }),
      'beginRebuilding',
    );
    const serve = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const { deliveryId, state } = await engine.order(place);
        expect(state).toBe('ASSIGNED');
        const { assignments } = await engine.delivery(deliveryId);
        sources.push(`${assignments[0].driverId} ${assignments[0].source}`);
      }
    };
    await serve(BEFORE);
    await strike();
    // Little patience before or after that would take a busy machine for one more outage.
    setRedisTimeout(engine, 200);
    await serve(DURING);
    setRedisTimeout(engine, REDIS_TIMEOUT_MS);
    await heal();
    await untilTrusted(engine);
    await serve(AFTER);
  });

  afterAll(() => engine?.close());

  it('every order has the nearest free driver, none waits, none fails', () => {
    const drivers = sources.map((entry) => entry.split(' ')[0]);
    expect(drivers).toEqual(drivers.map((_, i) => `d${String(i).padStart(3, '0')}`));
    expect(drivers).toHaveLength(BEFORE + DURING + AFTER);
  });

  it('PostgreSQL serves meanwhile, and the fast path comes back by itself', () => {
    const used = sources.map((entry) => entry.split(' ')[1]);
    expect(used.slice(0, BEFORE)).toEqual(Array(BEFORE).fill('redis'));
    expect(used.slice(BEFORE, BEFORE + DURING)).toEqual(Array(DURING).fill('postgres'));
    expect(used.slice(-AFTER)).toEqual(Array(AFTER).fill('redis'));
  });

  it('the log warns once, and tells of the end once', () => {
    const warnings = engine.logged('warn').map(({ message }) => message);
    expect(warnings).toEqual(['Redis does not answer: PostgreSQL serves alone']);
    const notes = engine.logged('info').filter(({ message }) => message === 'Redis answers again');
    expect(notes).toHaveLength(1);
    expect(engine.logged('error')).toEqual([]);
  });

  it(`the index is ${isBuiltAnew ? '' : 'not '}built anew: only what Redis has missed is made good where it may be`, () => {
    expect(rebuilding.mock.calls.length > 0).toBe(isBuiltAnew);
  });

  it('the index equals PostgreSQL afterwards', async () => {
    const rows = await engine.query(
      `SELECT id FROM driver_dispatch.drivers WHERE status = 'AVAILABLE' ORDER BY id`,
    );
    expect((await redis.zrange(GEO_KEY, 0, -1)).sort()).toEqual(rows.map(({ id }) => id));
  });
});
