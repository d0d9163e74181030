import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from './fault';
import { submittedOrders } from './message-faults';

/** A fault among those that are mixed at random. It lasts until everything is healed. */
interface Harm {
  what: string;
  strike(scene: Scene): unknown;
}

/** Within so many ms a Redis answers that is not itself struck. */
const REDIS_ANSWERS_WITHIN_MS = 1_000;

const anEngine = ({ world, random }: Scene) => random.pick(world.engines);

const HARMS: Harm[] = [
  { what: 'engine killed', strike: (scene) => anEngine(scene).kill() },
  { what: 'engine frozen', strike: (scene) => anEngine(scene).freeze() },
  { what: "engine's clock ten minutes ahead", strike: (scene) => shiftClock(scene, 600_000) },
  { what: "engine's clock ten minutes behind", strike: (scene) => shiftClock(scene, -600_000) },
  { what: 'Redis killed', strike: ({ world }) => world.redisServer.kill() },
  { what: 'Redis frozen', strike: ({ world }) => world.redisServer.freeze() },
  { what: 'FLUSHALL', strike: forget },
  { what: 'drivers planted in the index', strike: plantDrivers },
  { what: 'orders sent again, several times each', strike: sendAgain },
  { what: 'an engine cut off from Redis', strike: (scene) => anEngine(scene).redis.refuse() },
  {
    what: 'connections to Redis cut after 100 bytes',
    strike: (scene) => anEngine(scene).redis.cutAfter(100),
  },
  { what: 'PostgreSQL crashed', strike: crashPostgres },
  { what: '300 ms a statement', strike: (scene) => anEngine(scene).postgres.slow(300) },
  { what: 'an engine cut off from PostgreSQL', strike: (scene) => anEngine(scene).postgres.hang() },
  { what: 'connections to PostgreSQL reset', strike: (scene) => anEngine(scene).postgres.reset() },
  { what: 'Vendure killed', strike: ({ world }) => world.shop.kill() },
  { what: 'Vendure frozen', strike: ({ world }) => world.shop.freeze() },
  { what: 'Vendure does not reach the engines', strike: ({ world }) => world.shopToEngines.refuse() },
  { what: "Vendure's bytes do not arrive", strike: ({ world }) => world.shopToEngines.hang() },
  { what: 'drivers do not reach the engines', strike: ({ world }) => world.callersToEngines.hang() },
  { what: 'engines do not reach Vendure', strike: ({ world }) => world.gateway.refuse() },
  { what: 'events are answered 500', strike: answer500 },
  { what: "Vendure's answers are lost", strike: loseAnswers },
];

/** Of a Redis that is dead or frozen nothing is asked: the answer would only come when all is healed. */
async function answers({ world }: Scene): Promise<boolean> {
  return (await Promise.race([world.redis.ping(), sleep(REDIS_ANSWERS_WITHIN_MS)])) === 'PONG';
}

async function forget(scene: Scene): Promise<void> {
  if (await answers(scene)) {
    await scene.world.redis.flushall();
  }
}

/** Everybody in the city, whatever they do, is put somewhere else. */
async function plantDrivers(scene: Scene): Promise<void> {
  const { world, random, centre, prefix } = scene;
  if (!(await answers(scene))) {
    return;
  }
  const { rows } = await world.engineDatabase.query<{ id: string }>(
    'SELECT id FROM driver_dispatch.drivers WHERE id LIKE $1',
    [`${prefix}%`],
  );
  for (const { id } of rows) {
    const at = random.pointNear(centre, 4_000);
    await world.redis.geoadd('drivers:geo', at.lon, at.lat, id);
  }
}

async function sendAgain(scene: Scene): Promise<void> {
  const orders = await submittedOrders(scene);
  const some = scene.random.shuffle(orders).slice(0, 30);
  await Promise.all([...some, ...some, ...some].map((order) => scene.caller.ready(order)));
}

async function shiftClock(scene: Scene, ms: number): Promise<void> {
  const engine = anEngine(scene);
  await engine.stop();
  await engine.start({ CLOCK_SHIFT_MS: String(ms) });
}

async function crashPostgres({ world }: Scene): Promise<void> {
  await world.postgres.crash();
  await sleep(1_000);
  await world.postgres.resume();
}

function answer500({ world, random }: Scene): void {
  world.gateway.handler = async (_telling, forward) =>
    random.chance(0.7) ? { status: 500, body: '{}' } : forward();
}

function loseAnswers({ world, random }: Scene): void {
  world.gateway.handler = async (_telling, forward) => {
    const answer = await forward();
    return random.chance(0.5) ? undefined : answer;
  };
}

/** Mixes faults at random: one, or two on top of each other, then some calm, again and again. */
export function soakFor(ms: number): Fault {
  return {
    id: 'F25',
    title: 'Soak: faults at random',
    except: [
      {
        check: 'I6.nearest',
        because: 'Redis may have lost drivers, or an engine their latest places, for a while',
      },
    ],
    async run(scene) {
      const { random, inject } = scene;
      const until = Date.now() + ms;
      scene.rush({ drivers: 20, orderEveryMs: 200 });
      while (Date.now() < until) {
        await sleep(random.integer(1_000, 4_000));
        for (let harms = random.chance(0.3) ? 2 : 1; harms > 0; harms--) {
          const harm = random.pick(HARMS);
          await inject(harm.what, async () => {
            await harm.strike(scene);
          });
          await sleep(random.integer(500, 5_000));
        }
        await scene.heal();
      }
    },
  };
}

export const soak: Fault = {
  ...soakFor(0),
  run: (scene) => soakFor(scene.length === 'short' ? 8_000 : 120_000).run(scene),
};
