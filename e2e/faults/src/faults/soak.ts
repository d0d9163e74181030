import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from './fault';
import { submittedOrders } from './message-faults';

/** One of the randomly chosen faults. It lasts until the system is healed. */
interface RandomFault {
  what: string;
  cause(scene: Scene): unknown;
}

/** Time in which Redis answers unless it is killed or frozen, in ms. */
const REDIS_ANSWERS_WITHIN_MS = 1_000;

const anEngine = ({ world, random }: Scene) => random.pick(world.engines);

const RANDOM_FAULTS: RandomFault[] = [
  { what: 'engine killed', cause: (scene) => anEngine(scene).kill() },
  { what: 'engine frozen', cause: (scene) => anEngine(scene).freeze() },
  { what: "engine's clock ten minutes ahead", cause: (scene) => shiftClock(scene, 600_000) },
  { what: "engine's clock ten minutes behind", cause: (scene) => shiftClock(scene, -600_000) },
  { what: 'Redis killed', cause: ({ world }) => world.redisServer.kill() },
  { what: 'Redis frozen', cause: ({ world }) => world.redisServer.freeze() },
  { what: 'FLUSHALL', cause: flushRedis },
  { what: 'wrong locations written to Redis', cause: moveDriversInRedis },
  { what: 'orders resent, several times each', cause: resendOrders },
  { what: 'connections of an engine to Redis refused', cause: (scene) => anEngine(scene).redis.refuse() },
  {
    what: 'connections to Redis closed after 100 bytes',
    cause: (scene) => anEngine(scene).redis.cutAfter(100),
  },
  { what: 'PostgreSQL crashed', cause: crashPostgres },
  { what: '300 ms per statement', cause: (scene) => anEngine(scene).postgres.slow(300) },
  { what: 'connections of an engine to PostgreSQL hang', cause: (scene) => anEngine(scene).postgres.hang() },
  { what: 'connections to PostgreSQL reset', cause: (scene) => anEngine(scene).postgres.reset() },
  { what: 'Vendure killed', cause: ({ world }) => world.shop.kill() },
  { what: 'Vendure frozen', cause: ({ world }) => world.shop.freeze() },
  {
    what: 'connections from Vendure to the engines refused',
    cause: ({ world }) => world.shopToEngines.refuse(),
  },
  {
    what: 'connections from Vendure to the engines hang',
    cause: ({ world }) => world.shopToEngines.hang(),
  },
  {
    what: 'connections from drivers to the engines hang',
    cause: ({ world }) => world.callersToEngines.hang(),
  },
  {
    what: 'connections from the engines to Vendure dropped',
    cause: ({ world }) => world.gateway.dropConnections(),
  },
  { what: 'webhook requests answered 500', cause: answer500 },
  { what: "Vendure's answers lost", cause: loseAnswers },
];

/** Whether Redis answers. A killed or frozen Redis gets no commands, because they would only return after healing. */
async function redisAnswers({ world }: Scene): Promise<boolean> {
  return (await Promise.race([world.redis.ping(), sleep(REDIS_ANSWERS_WITHIN_MS)])) === 'PONG';
}

async function flushRedis(scene: Scene): Promise<void> {
  if (await redisAnswers(scene)) {
    await scene.world.redis.flushall();
  }
}

/** Writes a random location to Redis for each driver of the run, in whatever status. */
async function moveDriversInRedis(scene: Scene): Promise<void> {
  const { world, random, centre, prefix } = scene;
  if (!(await redisAnswers(scene))) {
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

async function resendOrders(scene: Scene): Promise<void> {
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
  world.gateway.handler = async (_webhookRequest, forward) =>
    random.chance(0.7) ? { status: 500, body: '{}' } : forward();
}

function loseAnswers({ world, random }: Scene): void {
  world.gateway.handler = async (_webhookRequest, forward) => {
    const answer = await forward();
    return random.chance(0.5) ? undefined : answer;
  };
}

/** Injects one or two random faults, heals the system, and repeats that for `ms` milliseconds. */
export function soakFor(ms: number): Fault {
  return {
    id: 'F25',
    title: 'Soak: random faults',
    except: [
      {
        check: 'I6.nearest',
        because: 'Redis may lose drivers, or an engine their latest locations, for a while',
      },
    ],
    async run(scene) {
      const { random, inject } = scene;
      const deadline = Date.now() + ms;
      scene.startWorkload({ drivers: 20, orderEveryMs: 200 });
      while (Date.now() < deadline) {
        await sleep(random.integer(1_000, 4_000));
        for (let count = random.chance(0.3) ? 2 : 1; count > 0; count--) {
          const fault = random.pick(RANDOM_FAULTS);
          await inject(fault.what, async () => {
            await fault.cause(scene);
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
