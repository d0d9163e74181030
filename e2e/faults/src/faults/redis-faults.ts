import { setTimeout as sleep } from 'node:timers/promises';
import { answered } from './answered';
import { carryOut } from './carry-out';
import type { Fault, Scene } from './fault';

/**
 * How much longer the slowest hundredth of the answers may take while Redis is gone: so many times what it took before,
 * and so many times what a command of Redis is waited for.
 */
const TIMES_SLOWER = 3;
const REDIS_WAITS = 4;
const REDIS_COMMAND_TIMEOUT_MS = 150;

/** So many answers are measured before and during the outage, within so many ms. */
const ANSWERS = 200;
const ANSWERS_WITHIN_MS = 60_000;

const GEO = 'drivers:geo';
const STATUS = 'drivers:status';

/** What the index holds of a driver who is AVAILABLE and serves every channel. */
const FREE_FOR_ALL = '1 AVAILABLE 1 ';

async function duringOutage(scene: Scene, outage: () => Promise<unknown>, forMs: number): Promise<void> {
  const { recorder, eventually, expect } = scene;
  scene.rush({ idleEveryMs: 100 });
  const before = await measure(scene, 0);
  const first = recorder.operations.length;
  await outage();
  const since = new Date();
  await sleep(forMs);
  await eventually('orders are assigned by PostgreSQL', async () =>
    (await latestSources(scene, since)).includes('postgres'),
  );
  const during = await measure(scene, first);
  const failed = recorder.operations
    .slice(first)
    .filter(({ status }) => status !== undefined && status >= 500);
  expect(
    failed.length === 0,
    `${failed.length} requests were answered with a 5xx: ${JSON.stringify(failed[0])}`,
  );
  const bound = TIMES_SLOWER * before + REDIS_WAITS * REDIS_COMMAND_TIMEOUT_MS;
  expect(during <= bound, `the slowest hundredth took ${during} ms, ${before} ms before the outage`);
}

/** The duration of the slowest hundredth of the requests to engines from one on, in ms. */
async function measure({ recorder, eventually }: Scene, first: number): Promise<number> {
  // The shop takes an order, or takes it back, before it asks an engine: it does not know of Redis.
  const toEngines = () =>
    recorder.operations
      .slice(first)
      .filter(({ request: { kind } }) => kind !== 'order' && kind !== 'cancelOrder');
  await eventually(
    `engines answer ${ANSWERS} requests`,
    () => toEngines().filter(({ completedAt }) => completedAt < Infinity).length >= ANSWERS,
    ANSWERS_WITHIN_MS,
  );
  const until = Date.now();
  // A request without an answer has waited at least until now.
  const durations = toEngines()
    .map(({ invokedAt, completedAt }) => Math.min(completedAt, until) - invokedAt)
    .sort((a, b) => b - a);
  return durations[Math.floor(durations.length / 100)] ?? Infinity;
}

/** The source that the latest assignments were found with. */
async function latestSources({ world, prefix }: Scene, since: Date): Promise<string[]> {
  const { rows } = await world.engineDatabase.query<{ source: string }>(
    `SELECT a.decision ->> 'source' AS source FROM driver_dispatch.assignments a
     WHERE a.driver_id LIKE $1 AND a.assigned_at > $2`,
    [`${prefix}%`, since],
  );
  return rows.map(({ source }) => source);
}

/** The fast path is taken again, by processes that were never restarted. */
async function comesBack(scene: Scene): Promise<void> {
  await scene.heal();
  const since = new Date();
  await scene.eventually('the index is used again', async () =>
    (await latestSources(scene, since)).includes('redis'),
  );
}

const lengthOf = ({ length }: Scene, shortMs: number) => (length === 'short' ? shortMs : 15 * shortMs);

export const redisRefuses: Fault = {
  id: 'F3',
  title: 'Redis killed',
  async run(scene) {
    const { world, inject } = scene;
    await duringOutage(
      scene,
      () => inject('Redis killed', () => world.redisServer.kill()),
      lengthOf(scene, 1_000),
    );
    await comesBack(scene);
  },
};

export const redisHangs: Fault = {
  id: 'F4',
  title: 'Redis hangs, then goes on',
  async run(scene) {
    const { world, inject } = scene;
    const freeze = async () => world.redisServer.freeze();
    await duringOutage(scene, () => inject('Redis frozen', freeze), lengthOf(scene, 1_000));
    await comesBack(scene);
  },
};

export const redisForgets: Fault = {
  id: 'F5',
  title: 'Redis forgets everything, again and again',
  async run(scene) {
    const { world, inject } = scene;
    scene.rush();
    for (let i = 0; i < (scene.length === 'short' ? 3 : 20); i++) {
      await sleep(1_000);
      await inject('FLUSHALL', () => world.redis.flushall());
    }
    await comesBack(scene);
  },
};

export const redisLies: Fault = {
  id: 'F6',
  title: 'Redis lies: BUSY, deleted, wrong-channel, moved and stale drivers planted',
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    const rounds = scene.length === 'short' ? 2 : 20;
    for (let round = 0; round < rounds; round++) {
      // Out of reach of every other round's.
      const store = { lat: centre.lat + round * 0.2, lon: centre.lon };
      const near = (metres: number) => random.pointNear(store, metres);
      const name = (what: string) => `${prefix}${round}-${what}`;
      const add = async (what: string, at = near(2_000), channels: string[] = []) => {
        await answered(() => caller.register(name(what), channels));
        await answered(() => caller.setStatus(name(what), 'AVAILABLE', at));
      };
      const order = async (what: string) => {
        const code = name(what);
        await caller.buy({ code, pickup: store, dropoff: near(500), searchRadiusMetres: 5_000 });
        return code;
      };
      await add('busy');
      const first = await order('first');
      await assignedDriver(scene, first);
      await add('right', random.pointNear(store, 3_000));
      await add('wrong-channel', near(1_000), ['999']);
      await add('moved', { lat: store.lat + 0.5, lon: store.lon });
      await add('stale', near(1_500));
      await answered(() => caller.setStatus(name('stale'), 'OFFLINE'));
      await inject('drivers planted', async () => {
        for (const what of ['busy', 'deleted', 'wrong-channel', 'moved', 'stale']) {
          const at = near(100);
          await world.redis.geoadd(GEO, at.lon, at.lat, name(what));
          await world.redis.hset(STATUS, name(what), FREE_FOR_ALL);
        }
      });
      const driver = await assignedDriver(scene, await order('second'));
      expect(driver === name('right'), `${driver} was assigned where only ${name('right')} could be`);
      for (const what of ['busy', 'right']) {
        await carryOut(caller, name(what));
      }
    }
    if (scene.length === 'short') {
      // A rebuild removes the planted drivers at once; the comparison would begin within 20 seconds.
      await world.redis.del('drivers:complete');
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

export const redisFailsOver: Fault = {
  id: 'F7',
  title: 'Redis fails over and has lost its last writes',
  except: [
    {
      check: 'I6.nearest',
      because: 'a driver that the index has lost is found again by the reconciler, within half a minute',
    },
  ],
  async run(scene) {
    const { world, inject } = scene;
    scene.rush();
    await sleep(1_500);
    const keys = await world.redis.keys('*');
    const values = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    await sleep(2_000);
    await inject('the state of two seconds ago restored', async () => {
      const replica = world.redis.multi().flushall();
      keys.forEach((key, i) => values[i] && replica.restore(key, 0, values[i], 'REPLACE'));
      await replica.exec();
      world.engines.forEach((engine) => engine.redis.reset());
    });
    await sleep(scene.length === 'short' ? 0 : 2_000);
    await comesBack(scene);
  },
};
