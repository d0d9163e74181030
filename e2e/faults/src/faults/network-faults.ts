import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { GatewayResponse, WebhookRequest } from '../world/webhook-gateway';
import type { Fault, Scene } from './fault';

const TEN_MINUTES_MS = 600_000;

export const clockSkew: Fault = {
  id: 'F15',
  title: "One engine's clock ten minutes ahead, then behind",
  async run(scene) {
    const { world, inject, expect, eventually } = scene;
    const [skewed] = world.engines;
    scene.startWorkload({ orderEveryMs: 250 });
    for (const shift of [TEN_MINUTES_MS, -TEN_MINUTES_MS]) {
      await skewed!.stop();
      await inject(`the clock of engine ${skewed!.name} moved by ${shift / 60_000} minutes`, () =>
        skewed!.start({ CLOCK_SHIFT_MS: String(shift) }),
      );
      // Kept-alive connections all lead to the other engines by now.
      world.callersToEngines.reset();
      world.shopToEngines.reset();
      const first = scene.recorder.operations.length;
      await eventually('a message with a correct timestamp is rejected with the reason', () =>
        scene.recorder.operations.slice(first).some(({ code }) => code === 'timestamp_out_of_tolerance'),
      );
      await eventually('a lease is held', async () => (await longestLease(scene)) !== null);
      const seconds = (await longestLease(scene)) ?? 0;
      expect(seconds < 120, `a lease ends in ${seconds} s, so it does not use the database's clock`);
    }
  },
};

/** Returns the largest distance between now and the end of a lease, in seconds; null when there is no lease. */
async function longestLease({ world, prefix }: Scene): Promise<number | null> {
  const { rows } = await world.engineDatabase.query<{ seconds: number | null }>(
    `SELECT max(abs(extract(epoch FROM e.lease_until - now())))::float8 AS seconds
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE e.lease_until IS NOT NULL AND d.order_code LIKE $1`,
    [`${prefix}%`],
  );
  return rows[0]!.seconds;
}

export const networkPartition: Fault = {
  id: 'F16',
  title: 'Network partition between engine and Vendure, in each direction',
  async run(scene) {
    const { world, inject } = scene;
    const forMs = scene.length === 'short' ? 1_000 : 20_000;
    scene.startWorkload();
    await sleep(1_000);
    await inject('connections from Vendure to the engines refused', () => world.shopToEngines.refuse());
    await sleep(forMs);
    await inject('connections from Vendure to the engines hang', () => world.shopToEngines.hang());
    await sleep(forMs);
    world.shopToEngines.heal();
    await inject('connections from the engines to Vendure dropped', () => world.gateway.dropConnections());
    await sleep(forMs);
    world.gateway.heal();
    await inject("Vendure's responses to webhook requests lost", () => {
      world.gateway.handler = async (_webhookRequest, forward) => {
        await forward();
        throw new Error('lost');
      };
    });
    await sleep(forMs);
    world.gateway.heal();
  },
};

/** Failing responses of a webhook endpoint. A request with an event of an affected order gets the order's response. */
const FAILING_RESPONSES: { what: string; respond: () => Promise<GatewayResponse | undefined> }[] = [
  { what: '500', respond: async () => ({ status: 500, body: '{}' }) },
  { what: '302', respond: async () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }) },
  { what: '429', respond: async () => ({ status: 429, headers: { 'retry-after': '1' }, body: '{}' }) },
  { what: 'no response', respond: async () => undefined },
  {
    what: 'dead letter',
    respond: async () => ({ status: 404, body: '{"error":{"code":"not_found","message":"No such order"}}' }),
  },
];

export const webhookEndpointFails: Fault = {
  id: 'F17',
  title: 'Webhook endpoint fails: 500, 302, 429, timeout, dead letters, 410',
  async run(scene) {
    const { world, inject, caller, prefix, expect, eventually } = scene;
    const assigned = new Map<string, string>();
    const kinds = ({ events }: WebhookRequest) => events.map(({ data }) => assigned.get(data.submissionKey));
    let next = 0;
    world.gateway.handler = async (webhookRequest, forward) => {
      for (const { data } of webhookRequest.events) {
        // Every third order gets one of the failing responses, each kind in turn.
        if (data.orderCode.startsWith(prefix) && !assigned.has(data.submissionKey)) {
          assigned.set(
            data.submissionKey,
            next % 3 === 0 ? FAILING_RESPONSES[(next / 3) % FAILING_RESPONSES.length]!.what : 'none',
          );
          next += 1;
        }
      }
      const failing = FAILING_RESPONSES.find(({ what }) => kinds(webhookRequest).includes(what));
      return failing?.respond() ?? forward();
    };
    await inject('the webhook endpoint fails for every third order', () => {
      scene.startWorkload({ orderEveryMs: 120, cancelled: 0 });
    });
    await eventually('each kind of failing response is used', () => next >= 3 * FAILING_RESPONSES.length);
    const healthy = [...assigned].filter(([, kind]) => kind === 'none').map(([id]) => id);
    const waitedMs = await eventually('events of the other orders are applied', async () => {
      const { rows } = await world.shopDatabase.query(
        `SELECT FROM driver_delivery WHERE "submissionKey" = ANY ($1) AND sequence = 0`,
        [healthy],
      );
      return rows.length === 0;
    });
    // Less than two requests without a response take, one after the other.
    expect(
      waitedMs < 1_500 * world.webhookTimeoutSeconds,
      `events of other orders were delayed by ${waitedMs} ms`,
    );
    await deadLetters(scene);
    await endpointStops(scene);
    world.gateway.heal();
    await caller.operate('POST', '/v1/webhook-endpoint/resume');
    await caller.operate('POST', '/v1/dead-letters/replay', {});
  },
};

/** Expects that the operators' API lists dead letters. */
async function deadLetters({ caller, eventually }: Scene): Promise<void> {
  await eventually('dead letters are listed', async () => {
    const { deadLetters: listed } = (await caller.operate('GET', '/v1/dead-letters')) as {
      deadLetters: unknown[];
    };
    return listed.length > 0;
  });
}

/** Unsent events that must exist before the test concludes that a stopped endpoint gets none. */
const NEW_EVENTS = 10;

async function eventsSince({ world }: Scene, since: Date): Promise<number> {
  const { rows } = await world.engineDatabase.query<{ count: number }>(
    `SELECT count(*)::int FROM driver_dispatch.delivery_events
     WHERE acknowledged_at IS NULL AND dead_at IS NULL AND at > $1`,
    [since],
  );
  return rows[0]!.count;
}

/** Expects that an endpoint that answers 410 gets no events until an operator resumes it. */
async function endpointStops(scene: Scene): Promise<void> {
  const { world, inject, caller, expect, eventually } = scene;
  await inject('the webhook endpoint answers 410', () => {
    world.gateway.handler = async () => ({ status: 410, body: '{}' });
  });
  const endpoint = async () =>
    ((await caller.operate('GET', '/v1/webhook-endpoint')) as { state: string }).state;
  await eventually('the endpoint is stopped', async () => (await endpoint()) === 'stopped');
  // An engine with a lease may still send its event. While the endpoint is stopped, engines get no new leases.
  await eventually('no engine has a lease on an event', async () => {
    const { rows } = await world.engineDatabase.query(
      'SELECT FROM driver_dispatch.delivery_events WHERE lease_until > now() LIMIT 1',
    );
    return rows.length === 0;
  });
  // Requests that have arrived by then reach the old handler.
  await nextTurn();
  const since = new Date();
  let received = 0;
  world.gateway.handler = async (_webhookRequest, forward) => {
    received += 1;
    return forward();
  };
  await scene.eventually(
    'new events are unsent',
    async () => (await eventsSince(scene, since)) >= NEW_EVENTS,
  );
  expect(received === 0, `a stopped endpoint received ${received} requests`);
}
