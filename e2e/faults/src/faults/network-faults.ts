import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Telling } from '../world/webhook-gateway';
import type { Fault, Scene } from './fault';

const TEN_MINUTES_MS = 600_000;

export const clockSkew: Fault = {
  id: 'F15',
  title: "One engine's clock ten minutes ahead, then behind",
  async run(scene) {
    const { world, inject, expect, eventually } = scene;
    const [skewed] = world.engines;
    scene.rush({ orderEveryMs: 250 });
    for (const shift of [TEN_MINUTES_MS, -TEN_MINUTES_MS]) {
      await skewed!.stop();
      await inject(`the clock of engine ${skewed!.name} moved by ${shift / 60_000} minutes`, () =>
        skewed!.start({ CLOCK_SHIFT_MS: String(shift) }),
      );
      // Connections that were kept open all lead to the others by now.
      world.callersToEngines.reset();
      world.shopToEngines.reset();
      const first = scene.recorder.operations.length;
      await eventually('a message of a right clock is refused with the reason', () =>
        scene.recorder.operations.slice(first).some(({ code }) => code === 'timestamp_out_of_tolerance'),
      );
      await eventually('a lease is held', async () => (await longestLease(scene)) !== null);
      const seconds = (await longestLease(scene)) ?? 0;
      expect(seconds < 120, `a lease ends in ${seconds} s: not by the database's clock`);
    }
  },
};

/** How many seconds from now the lease ends, or ended, that is farthest from now; null where there is none. */
async function longestLease({ world, prefix }: Scene): Promise<number | null> {
  const { rows } = await world.engineDatabase.query<{ seconds: number | null }>(
    `SELECT max(abs(extract(epoch FROM e.lease_until - now())))::float8 AS seconds
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE e.lease_until IS NOT NULL AND d.order_code LIKE $1`,
    [`${prefix}%`],
  );
  return rows[0]!.seconds;
}

export const partition: Fault = {
  id: 'F16',
  title: 'Engine and Vendure cut off from each other, each way',
  async run(scene) {
    const { world, inject } = scene;
    const forMs = scene.length === 'short' ? 1_000 : 20_000;
    scene.rush();
    await sleep(1_000);
    await inject('Vendure does not reach the engines', () => world.shopToEngines.refuse());
    await sleep(forMs);
    await inject('nor do its bytes arrive', () => world.shopToEngines.hang());
    await sleep(forMs);
    world.shopToEngines.heal();
    await inject('the engines do not reach Vendure', () => world.gateway.refuse());
    await sleep(forMs);
    world.gateway.heal();
    await inject('Vendure takes events and its answers are lost', () => {
      world.gateway.handler = async (_telling, forward) => {
        await forward();
        throw new Error('lost');
      };
    });
    await sleep(forMs);
    world.gateway.heal();
  },
};

/** One order's receiver is bad in one way: so is the answer to every request with one of its events. */
const BAD_ANSWERS: { what: string; answer: () => Promise<Answer | undefined> }[] = [
  { what: '500', answer: async () => ({ status: 500, body: '{}' }) },
  { what: '302', answer: async () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }) },
  { what: '429', answer: async () => ({ status: 429, headers: { 'retry-after': '1' }, body: '{}' }) },
  { what: 'no answer', answer: async () => undefined },
  {
    what: 'dead letter',
    answer: async () => ({ status: 404, body: '{"error":{"code":"not_found","message":"No such order"}}' }),
  },
];

export const badReceiver: Fault = {
  id: 'F17',
  title: 'Bad receiver: 500, 302, 429, no answer, dead letters, 410',
  async run(scene) {
    const { world, inject, caller, prefix, expect, eventually } = scene;
    const assigned = new Map<string, string>();
    const kinds = ({ events }: Telling) => events.map(({ data }) => assigned.get(data.submissionKey));
    let next = 0;
    world.gateway.handler = async (telling, forward) => {
      for (const { data } of telling.events) {
        // Every third order has one of the bad receivers, each kind in its turn.
        if (data.orderCode.startsWith(prefix) && !assigned.has(data.submissionKey)) {
          assigned.set(
            data.submissionKey,
            next % 3 === 0 ? BAD_ANSWERS[(next / 3) % BAD_ANSWERS.length]!.what : 'good',
          );
          next += 1;
        }
      }
      const bad = BAD_ANSWERS.find(({ what }) => kinds(telling).includes(what));
      return bad?.answer() ?? forward();
    };
    await inject('every third order has a bad receiver', () => {
      scene.rush({ orderEveryMs: 120, cancelled: 0 });
    });
    await eventually('each kind of bad receiver has been met', () => next >= 3 * BAD_ANSWERS.length);
    const healthy = [...assigned].filter(([, kind]) => kind === 'good').map(([id]) => id);
    const flowed = await eventually('events of other orders flow meanwhile', async () => {
      const { rows } = await world.shopDatabase.query(
        `SELECT FROM driver_delivery WHERE "submissionKey" = ANY ($1) AND sequence = 0`,
        [healthy],
      );
      return rows.length === 0;
    });
    // Less than two who give no answer take, one behind the other.
    expect(
      flowed < 1_500 * world.webhookTimeoutSeconds,
      `events of other orders were held up for ${flowed} ms`,
    );
    await deadLetters(scene);
    await gone(scene);
    world.gateway.heal();
    await caller.operate('POST', '/v1/webhook-endpoint/resume');
    await caller.operate('POST', '/v1/dead-letters/replay', {});
  },
};

/** They are there to be seen. */
async function deadLetters({ caller, eventually }: Scene): Promise<void> {
  await eventually('dead letters are listed', async () => {
    const { deadLetters: listed } = (await caller.operate('GET', '/v1/dead-letters')) as {
      deadLetters: unknown[];
    };
    return listed.length > 0;
  });
}

/** Events that have been written since a stopped endpoint had its last one, until it is certain that none is sent. */
const NEW_EVENTS = 10;

async function eventsSince({ world }: Scene, since: Date): Promise<number> {
  const { rows } = await world.engineDatabase.query<{ count: number }>(
    `SELECT count(*)::int FROM driver_dispatch.delivery_events
     WHERE acknowledged_at IS NULL AND dead_at IS NULL AND at > $1`,
    [since],
  );
  return rows[0]!.count;
}

/** A receiver that is gone for good hears nothing any more, until an operator says so. */
async function gone(scene: Scene): Promise<void> {
  const { world, inject, caller, expect, eventually } = scene;
  await inject('the receiver answers 410', () => {
    world.gateway.handler = async () => ({ status: 410, body: '{}' });
  });
  const endpoint = async () =>
    ((await caller.operate('GET', '/v1/webhook-endpoint')) as { state: string }).state;
  await eventually('the endpoint is stopped', async () => (await endpoint()) === 'stopped');
  // Whoever held a lease at the stop may still tell its event; while the endpoint is stopped nobody gets a new one.
  await eventually('no engine has an event in hand', async () => {
    const { rows } = await world.engineDatabase.query(
      'SELECT FROM driver_dispatch.delivery_events WHERE lease_until > now() LIMIT 1',
    );
    return rows.length === 0;
  });
  // What has come by then is let in.
  await nextTurn();
  const since = new Date();
  let heard = 0;
  world.gateway.handler = async (_telling, forward) => {
    heard += 1;
    return forward();
  };
  await scene.eventually('new events wait', async () => (await eventsSince(scene, since)) >= NEW_EVENTS);
  expect(heard === 0, `a stopped endpoint was told ${heard} events`);
}
