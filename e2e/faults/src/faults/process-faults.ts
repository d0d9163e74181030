import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryEvent } from '@driver-dispatch/contract';
import type { WebhookRequest } from '../world/webhook-gateway';
import type { EngineProcess } from '../world/engine-process';
import { deliverAssigned } from './deliver-assigned';
import type { Fault, Scene } from './fault';

/** Time in which each moment occurs, in ms. */
const MOMENT_WITHIN_MS = 20_000;

/** Patterns of the engine's statements as they are sent to PostgreSQL; prepared ones by their names. */
const CLAIM = /accept-orders\.sql|claim-drivers\.sql/;
const ACKNOWLEDGE = /acknowledge-events\.sql/;
const RECORD_FAILURE = 'attempts = attempts \\+';

export interface Moment {
  when: string;
  /** Waits for the moment and kills the engine that reaches it. @returns the killed engine */
  killEngine(scene: Scene): Promise<EngineProcess>;
}

/** Kills an engine when it sends a statement, before or after PostgreSQL has executed it. */
export function atStatement(when: string, pattern: RegExp, executed: boolean): Moment {
  return {
    when,
    killEngine: ({ world }) =>
      new Promise((resolve) => {
        for (const engine of world.engines) {
          engine.postgres.intercept(pattern, async (message) => {
            world.engines.forEach((other) => other !== engine && other.postgres.heal());
            if (executed) {
              await message.answered();
            }
            await engine.kill();
            if (!executed) {
              message.cut();
            }
            resolve(engine);
          });
        }
      }),
  };
}

/** Kills an engine while it sends an event to Vendure, before or after Vendure has applied it. */
function atWebhookRequest(when: string, applied: boolean): Moment {
  return {
    when,
    killEngine: ({ world, prefix }) =>
      new Promise((resolve) => {
        world.gateway.handler = async (webhookRequest, forward) => {
          if (!getEvent(prefix, webhookRequest)) {
            return forward();
          }
          world.gateway.handler = (_other, pass) => pass();
          if (applied) {
            await forward();
          }
          const engine = world.engines.find(({ name }) => name === webhookRequest.engine)!;
          await engine.kill();
          resolve(engine);
          return undefined;
        };
      }),
  };
}

/** Returns the request's first event of an order of this run. */
function getEvent(prefix: string, { events }: WebhookRequest): DeliveryEvent | undefined {
  return events.find(({ data }) => data.orderCode.startsWith(prefix));
}

const MOMENTS: Moment[] = [
  atStatement('before the claim', CLAIM, false),
  atStatement('after the claim was committed', CLAIM, true),
  atWebhookRequest('before Vendure received the event', false),
  atWebhookRequest('after Vendure applied the event', true),
  atStatement('before the event was acknowledged', ACKNOWLEDGE, false),
  atStatement('after the event was acknowledged', ACKNOWLEDGE, true),
];

export const engineKilled: Fault = {
  id: 'F1',
  title: 'Engine killed at each step of an assignment',
  async run(scene) {
    const { inject, expect, prefix } = scene;
    scene.startWorkload();
    const takenOver = (when: string, since: number) =>
      scene.eventually(
        `other engines take over the work of the engine killed ${when}`,
        () => allTakenOverSince(scene, since),
        scene.world.takenOverWithinMs,
      );
    let restarting: Promise<void> | undefined;
    for (const moment of MOMENTS) {
      const engine = await inject(`engine killed ${moment.when}`, () =>
        Promise.race([moment.killEngine(scene), sleep(MOMENT_WITHIN_MS)]),
      );
      if (!engine) {
        expect(false, `the moment ${moment.when} did not occur`);
        break;
      }
      const killedAt = Date.now();
      if (scene.length === 'full') {
        await takenOver(moment.when, killedAt);
      }
      expect(!engine.running, `the engine of ${prefix} was not killed`);
      // The other engine is killed at the next moment.
      await restarting;
      restarting = engine.start();
    }
    await restarting;
    await takenOver('last', Date.now());
  },
};

/**
 * Whether other engines have taken over all work from before a time: each delivery's next event was sent, or its sending was
 * attempted, or it has a later lease. Ignores Vendure's answers. Returns a text with the rest if there is any.
 */
async function allTakenOverSince({ world, prefix }: Scene, moment: number): Promise<true | string> {
  const { rows } = await world.engineDatabase.query<{ line: string }>(
    `SELECT concat_ws(' ', d.order_code, e.type, 'lease until', e.lease_until) AS line
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE d.order_code LIKE $1 AND e.acknowledged_at IS NULL AND e.attempts = 0 AND e.at < to_timestamp($2 / 1000.0)
       AND coalesce(e.lease_until <= to_timestamp($3 / 1000.0), true)
       AND NOT EXISTS (
         SELECT FROM driver_dispatch.delivery_events earlier
         WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence AND earlier.acknowledged_at IS NULL
       )
     UNION ALL
     SELECT concat_ws(' ', order_code, 'overdue since', next_attempt_at)
     FROM driver_dispatch.deliveries
     WHERE order_code LIKE $1 AND state = 'PENDING' AND next_attempt_at < now() - interval '5 seconds'`,
    [`${prefix}%`, moment, moment + world.leaseMs],
  );
  return rows.length === 0 || rows.map(({ line }) => line).join('; ');
}

export const engineFrozen: Fault = {
  id: 'F2',
  title: 'Engine frozen past its lease, then resumed',
  async run(scene) {
    const { world, inject, prefix, caller, centre } = scene;
    const held = new Promise<{ event: DeliveryEvent; name: string; refuse: () => void }>((resolve) => {
      world.gateway.handler = (webhookRequest, forward) => {
        const event = getEvent(prefix, webhookRequest);
        if (!event) {
          return forward();
        }
        world.gateway.handler = (_other, pass) => pass();
        return new Promise((answer) =>
          resolve({ event, name: webhookRequest.engine, refuse: () => answer({ status: 500, body: '{}' }) }),
        );
      };
    });
    const driverId = `${prefix}frozen`;
    await caller.register(driverId);
    await caller.setStatus(driverId, 'AVAILABLE', centre);
    await caller.buy({ code: `${prefix}1`, pickup: centre, dropoff: centre, searchRadiusMetres: 5_000 });
    const { event, name, refuse } = await held;
    const engine = world.engines.find((one) => one.name === name)!;
    let nextRequest!: Promise<() => void>;
    let takenOver = false;
    const freeze = async () => {
      await inject('engine frozen while it sends an event', () => engine.freeze());
      nextRequest = new Promise((resolve) => {
        world.gateway.handler = (other, forward) =>
          other.events.some(({ id }) => id === event.id)
            ? new Promise((answer) => resolve(() => answer(forward())))
            : forward();
      });
      void nextRequest.then(() => (takenOver = true));
      await scene.eventually('another engine takes the event over', () => takenOver, world.takenOverWithinMs);
    };
    // In the short form no order is placed while the engine is frozen: delayed orders would all arrive at once later.
    await (scene.length === 'short' ? scene.withoutOrders(freeze) : freeze());
    const before = await sendState(scene, event);
    // The resumed engine reads a failure. Without its lease it must not postpone the event.
    refuse();
    await sleep(200);
    const recorded = failureRecorded(engine, event);
    await inject('engine resumed', () => engine.thaw());
    scene.expect(
      (await Promise.race([recorded, sleep(MOMENT_WITHIN_MS)])) === true,
      'the resumed engine did not try to record its failure',
    );
    // Without delay: the other engine is kept waiting, and soon records a failure of its own.
    const after = await sendState(scene, event);
    scene.expect(
      JSON.stringify(after) === JSON.stringify(before),
      `the resumed engine changed ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
    );
    if (takenOver) {
      (await nextRequest)();
    }
    await scene.eventually(
      'the other engine sends the event to Vendure',
      async () => (await sendState(scene, event)).acknowledged,
    );
    await deliverAssigned(caller, driverId);
  },
};

/** Resolves when PostgreSQL has answered the engine's statement that records a failed send attempt. */
function failureRecorded({ postgres }: EngineProcess, event: DeliveryEvent): Promise<true> {
  return new Promise((resolve) =>
    postgres.intercept(new RegExp(`${RECORD_FAILURE}[^]*${event.id}`), async (message) => {
      await message.answered();
      resolve(true);
    }),
  );
}

async function sendState({ world }: Scene, event: DeliveryEvent) {
  const { rows } = await world.engineDatabase.query<{
    acknowledged: boolean;
    attempts: number;
    error: object | null;
  }>(
    `SELECT acknowledged_at IS NOT NULL AS acknowledged, attempts AS attempts, last_error AS error
     FROM driver_dispatch.delivery_events WHERE id = $1`,
    [event.id],
  );
  return rows[0]!;
}

export const vendureKilled: Fault = {
  id: 'F23',
  title: 'Vendure killed between order commit and submission',
  async run({ world, inject, caller, prefix, scope, random, centre, startWorkload, eventually }) {
    startWorkload({ orderEveryMs: 1_000 });
    world.shopToEngines.refuse();
    const codes = Array.from({ length: 10 }, (_, i) => `${prefix}lost-${i}`);
    for (const code of codes) {
      const [pickup, dropoff] = [random.pointNear(centre, 3_000), random.pointNear(centre, 3_000)];
      await caller.buy({ code, pickup, dropoff, searchRadiusMetres: 10_000 });
    }
    await inject('Vendure killed', () => world.shop.kill());
    // Deletes the jobs that would submit the orders, and makes the rows 40 seconds older.
    await world.shopDatabase.query('DELETE FROM job_record');
    await world.shopDatabase.query(
      `UPDATE driver_delivery SET "updatedAt" = "updatedAt" - interval '40 seconds' WHERE "orderCode" LIKE $1`,
      [`${scope}%`],
    );
    world.shopToEngines.heal();
    await inject('Vendure restarted', () => world.shop.start());
    await eventually('the unsubmitted orders are found and submitted', async () => {
      const { rows } = await world.engineDatabase.query(
        'SELECT FROM driver_dispatch.deliveries WHERE order_code = ANY ($1)',
        [codes],
      );
      return rows.length === codes.length;
    });
  },
};
