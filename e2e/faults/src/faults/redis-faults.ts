import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '@driver-dispatch/local-servers';
import { untilAnswered } from './until-answered';
import { deliverAssigned } from './deliver-assigned';
import type { Fault, Scene } from './fault';

/**
 * Largest allowed 99th percentile of answers during a Redis outage: `MAX_SLOWDOWN` times that before the outage, plus
 * `REDIS_TIMEOUTS` times the timeout of a Redis command.
 */
const MAX_SLOWDOWN = 3;
const REDIS_TIMEOUTS = 4;
const REDIS_COMMAND_TIMEOUT_MS = 150;

/** Number of answers measured before and during the outage, and the time limit in ms. */
const ANSWERS = 200;
const ANSWERS_WITHIN_MS = 60_000;

const GEO = 'drivers:geo';
const STATUS = 'drivers:status';

/** Index entry of an AVAILABLE driver who serves every channel. */
const AVAILABLE_ENTRY = '1 AVAILABLE 1 ';

async function duringOutage(scene: Scene, outage: () => Promise<unknown>, forMs: number): Promise<void> {
  const { recorder, eventually, expect } = scene;
  scene.startWorkload({ idleEveryMs: 100 });
  const before = await measure(scene, 0);
  const first = recorder.operations.length;
  await outage();
  const since = new Date();
  await sleep(forMs);
  await eventually('orders are assigned from PostgreSQL', async () =>
    (await latestSources(scene, since)).includes('POSTGRES'),
  );
  const during = await measure(scene, first);
  const failed = recorder.operations
    .slice(first)
    .filter(({ status }) => status !== undefined && status >= 500);
  expect(
    failed.length === 0,
    `${failed.length} requests were answered with a 5xx: ${JSON.stringify(failed[0])}`,
  );
  const limit = MAX_SLOWDOWN * before + REDIS_TIMEOUTS * REDIS_COMMAND_TIMEOUT_MS;
  expect(during <= limit, `the 99th percentile is ${during} ms, and ${before} ms before the outage`);
}

/** Returns the 99th percentile duration of the requests to engines from index `first` on, in ms. */
async function measure({ recorder, eventually }: Scene, first: number): Promise<number> {
  // Orders and cancellations go to the shop, which does not use Redis.
  const toEngines = () =>
    recorder.operations
      .slice(first)
      .filter(({ request: { kind } }) => kind !== 'order' && kind !== 'cancelOrder');
  await eventually(
    `engines answer ${ANSWERS} requests`,
    () => toEngines().filter(({ completedAt }) => completedAt < Infinity).length >= ANSWERS,
    ANSWERS_WITHIN_MS,
  );
  const now = Date.now();
  // A request without an answer counts with the time until now.
  const durations = toEngines()
    .map(({ invokedAt, completedAt }) => Math.min(completedAt, now) - invokedAt)
    .sort((a, b) => a - b);
  return quantile(durations, 0.99);
}

/** Returns the candidate sources of the assignments since a time. */
async function latestSources({ world, prefix }: Scene, since: Date): Promise<string[]> {
  const { rows } = await world.engineDatabase.query<{ source: string }>(
    `SELECT a.decision ->> 'source' AS source FROM driver_dispatch.assignments a
     WHERE a.driver_id LIKE $1 AND a.assigned_at > $2`,
    [`${prefix}%`, since],
  );
  return rows.map(({ source }) => source);
}

/** Heals the system and expects that the running engines use Redis again. */
async function expectRedisUsedAgain(scene: Scene): Promise<void> {
  await scene.heal();
  const since = new Date();
  await scene.eventually('the index is used again', async () =>
    (await latestSources(scene, since)).includes('REDIS'),
  );
}

const getLength = ({ length }: Scene, shortMs: number) => (length === 'short' ? shortMs : 15 * shortMs);

export const redisKilled: Fault = {
  id: 'F3',
  title: 'Redis killed',
  async run(scene) {
    const { world, inject } = scene;
    await duringOutage(
      scene,
      () => inject('Redis killed', () => world.redisServer.kill()),
      getLength(scene, 1_000),
    );
    await expectRedisUsedAgain(scene);
  },
};

export const redisFrozen: Fault = {
  id: 'F4',
  title: 'Redis frozen, then resumed',
  async run(scene) {
    const { world, inject } = scene;
    const freeze = async () => world.redisServer.freeze();
    await duringOutage(scene, () => inject('Redis frozen', freeze), getLength(scene, 1_000));
    await expectRedisUsedAgain(scene);
  },
};

export const redisFlushed: Fault = {
  id: 'F5',
  title: 'Redis flushed repeatedly',
  async run(scene) {
    const { world, inject } = scene;
    scene.startWorkload();
    for (let i = 0; i < (scene.length === 'short' ? 3 : 20); i++) {
      await sleep(1_000);
      await inject('FLUSHALL', () => world.redis.flushall());
    }
    await expectRedisUsedAgain(scene);
  },
};

export const redisHoldsWrongData: Fault = {
  id: 'F6',
  title: 'Redis holds wrong data: BUSY, deleted, moved, stale and wrong-channel drivers',
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    const rounds = scene.length === 'short' ? 2 : 20;
    for (let round = 0; round < rounds; round++) {
      // Outside the search radius of every other round.
      const store = { lat: centre.lat + round * 0.2, lon: centre.lon };
      const near = (metres: number) => random.pointNear(store, metres);
      const name = (what: string) => `${prefix}${round}-${what}`;
      const add = async (what: string, at = near(2_000), channels: string[] = []) => {
        await untilAnswered(() => caller.register(name(what), channels));
        await untilAnswered(() => caller.setStatus(name(what), 'AVAILABLE', at));
      };
      const order = async (what: string) => {
        const code = name(what);
        await caller.buy({ code, pickup: store, dropoff: near(500), searchRadiusMetres: 5_000 });
        return code;
      };
      await add('busy');
      const first = await order('first');
      await assignedDriver(scene, first);
      await add('eligible', random.pointNear(store, 3_000));
      await add('wrong-channel', near(1_000), ['999']);
      await add('moved', { lat: store.lat + 0.5, lon: store.lon });
      await add('stale', near(1_500));
      await untilAnswered(() => caller.setStatus(name('stale'), 'OFFLINE'));
      await inject('wrong drivers written to Redis', async () => {
        for (const what of ['busy', 'deleted', 'wrong-channel', 'moved', 'stale']) {
          const at = near(100);
          await world.redis.geoadd(GEO, at.lon, at.lat, name(what));
          await world.redis.hset(STATUS, name(what), AVAILABLE_ENTRY);
        }
      });
      const driver = await assignedDriver(scene, await order('second'));
      expect(driver === name('eligible'), `${driver} was assigned, but only ${name('eligible')} is eligible`);
      for (const what of ['busy', 'eligible']) {
        await deliverAssigned(caller, name(what));
      }
    }
    if (scene.length === 'short') {
      // A rebuild removes the wrong drivers immediately. The periodic comparison would start within 20 seconds.
      await world.redis.del('drivers:ready');
    }
  },
};

async function assignedDriver({ world, eventually }: Scene, code: string): Promise<string | undefined> {
  let driver: string | undefined;
  await eventually(`${code} is assigned`, async () => {
    const { rows } = await world.engineDatabase.query<{ driver: string }>(
      'SELECT driver_id AS driver FROM driver_dispatch.deliveries WHERE order_code = $1 AND driver_id IS NOT NULL',
      [code],
    );
    driver = rows[0]?.driver;
    return driver !== undefined;
  });
  return driver;
}

export const redisFailover: Fault = {
  id: 'F7',
  title: 'Redis fails over and loses its last writes',
  except: [
    {
      check: 'I6.nearest',
      because: 'the periodic comparison restores a driver that the index has lost within half a minute',
    },
  ],
  async run(scene) {
    const { world, inject } = scene;
    scene.startWorkload();
    await sleep(1_500);
    const keys = await world.redis.keys('*');
    const values = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    await sleep(2_000);
    await inject('Redis restored to its state of two seconds ago', async () => {
      const replica = world.redis.multi().flushall();
      keys.forEach((key, i) => values[i] && replica.restore(key, 0, values[i], 'REPLACE'));
      await replica.exec();
      world.engines.forEach((engine) => engine.redis.reset());
    });
    await sleep(scene.length === 'short' ? 0 : 2_000);
    await expectRedisUsedAgain(scene);
  },
};
