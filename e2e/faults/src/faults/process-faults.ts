import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryEvent } from '@driver-dispatch/contract';
import type { Telling } from '../world/webhook-gateway';
import type { EngineProcess } from '../world/engine-process';
import { carryOut } from './carry-out';
import type { Fault, Scene } from './fault';

/** There is always work under way: a moment that does not come in so many ms is none. */
const MOMENT_COMES_WITHIN_MS = 20_000;

/** The engine's statements, as they go over the wire: by their names where they are prepared. */
const CLAIM = /accept-orders\.sql|claim-drivers\.sql/;
const ACKNOWLEDGE = /acknowledge-events\.sql/;
const RECORD_FAILURE = 'attempts = attempts \\+';

interface Moment {
  when: string;
  /** Waits for the moment, and kills the engine that it strikes. @returns that engine */
  strike(scene: Scene): Promise<EngineProcess>;
}

/** Kills an engine when it sends a statement, before or after PostgreSQL has carried it out. */
function atStatement(when: string, pattern: RegExp, carriedOut: boolean): Moment {
  return {
    when,
    strike: ({ world }) =>
      new Promise((resolve) => {
        for (const engine of world.engines) {
          engine.postgres.intercept(pattern, async (passage) => {
            world.engines.forEach((other) => other !== engine && other.postgres.heal());
            if (carriedOut) {
              await passage.answered();
            }
            await engine.kill();
            if (!carriedOut) {
              passage.cut();
            }
            resolve(engine);
          });
        }
      }),
  };
}

/** Kills an engine while it tells Vendure of an event, before or after Vendure has applied it. */
function atTelling(when: string, applied: boolean): Moment {
  return {
    when,
    strike: ({ world, prefix }) =>
      new Promise((resolve) => {
        world.gateway.handler = async (telling, forward) => {
          if (!eventOf(prefix, telling)) {
            return forward();
          }
          world.gateway.handler = (_other, pass) => pass();
          if (applied) {
            await forward();
          }
          const engine = world.engines.find(({ name }) => name === telling.engine)!;
          await engine.kill();
          resolve(engine);
          return undefined;
        };
      }),
  };
}

/** The first event of a request that is about an order of this run. */
function eventOf(prefix: string, { events }: Telling): DeliveryEvent | undefined {
  return events.find(({ data }) => data.orderCode.startsWith(prefix));
}

const MOMENTS: Moment[] = [
  atStatement('before the claim', CLAIM, false),
  atStatement('after the claim was committed', CLAIM, true),
  atTelling('before Vendure got the event', false),
  atTelling('after Vendure applied the event', true),
  atStatement('before the event was acknowledged', ACKNOWLEDGE, false),
  atStatement('after the event was acknowledged', ACKNOWLEDGE, true),
];

export const engineKilled: Fault = {
  id: 'F1',
  title: 'Engine killed at each step of an assignment',
  async run(scene) {
    const { inject, expect, prefix } = scene;
    scene.rush();
    const takenOver = (when: string, since: number) =>
      scene.eventually(
        `what the engine killed ${when} had in hand is taken over`,
        () => nothingInHandSince(scene, since),
        scene.world.takenOverWithinMs,
      );
    let restarting: Promise<void> | undefined;
    for (const moment of MOMENTS) {
      const engine = await inject(`engine killed ${moment.when}`, () =>
        Promise.race([moment.strike(scene), sleep(MOMENT_COMES_WITHIN_MS)]),
      );
      if (!engine) {
        expect(false, `the moment ${moment.when} did not come`);
        break;
      }
      const killedAt = Date.now();
      if (scene.length === 'full') {
        await takenOver(moment.when, killedAt);
      }
      expect(!engine.running, `the engine of ${prefix} was killed`);
      // The next moment is one of the other engine.
      await restarting;
      restarting = engine.start();
    }
    await restarting;
    await takenOver('last', Date.now());
  },
};

/**
 * Whether other engines have taken over what was in hand before a moment: each delivery's next event was sent, or tried,
 * or is under a later lease; text says what is left. Whether Vendure answers is another matter.
 */
async function nothingInHandSince({ world, prefix }: Scene, moment: number): Promise<true | string> {
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
     SELECT concat_ws(' ', order_code, 'waits for its attempt since', next_attempt_at)
     FROM driver_dispatch.deliveries
     WHERE order_code LIKE $1 AND state = 'PENDING' AND next_attempt_at < now() - interval '5 seconds'`,
    [`${prefix}%`, moment, moment + world.leaseMs],
  );
  return rows.length === 0 || rows.map(({ line }) => line).join('; ');
}

export const zombie: Fault = {
  id: 'F2',
  title: 'Engine frozen past its lease, then continued',
  async run(scene) {
    const { world, inject, prefix, caller, centre } = scene;
    const held = new Promise<{ event: DeliveryEvent; name: string; refuse: () => void }>((resolve) => {
      world.gateway.handler = (telling, forward) => {
        const event = eventOf(prefix, telling);
        if (!event) {
          return forward();
        }
        world.gateway.handler = (_other, pass) => pass();
        return new Promise((answer) =>
          resolve({ event, name: telling.engine, refuse: () => answer({ status: 500, body: '{}' }) }),
        );
      };
    });
    const driverId = `${prefix}zombie`;
    await caller.register(driverId);
    await caller.setStatus(driverId, 'AVAILABLE', centre);
    await caller.buy({ code: `${prefix}1`, pickup: centre, dropoff: centre, searchRadiusMetres: 5_000 });
    const { event, name, refuse } = await held;
    const engine = world.engines.find((one) => one.name === name)!;
    let heir!: Promise<() => void>;
    let takenOver = false;
    const freeze = async () => {
      await inject('engine frozen while it tells Vendure', () => engine.freeze());
      heir = new Promise((resolve) => {
        world.gateway.handler = (other, forward) =>
          other.events.some(({ id }) => id === event.id)
            ? new Promise((answer) => resolve(() => answer(forward())))
            : forward();
      });
      void heir.then(() => (takenOver = true));
      await scene.eventually('another engine takes the event over', () => takenOver, world.takenOverWithinMs);
    };
    // Orders that the frozen engine holds up come all at once later: in the short form none is placed meanwhile.
    await (scene.length === 'short' ? scene.quiet(freeze) : freeze());
    const before = await told(scene, event);
    // What the frozen engine hears when it wakes is a failure: it would put the event off, if it still could.
    refuse();
    await sleep(200);
    const tried = failureRecorded(engine, event);
    await inject('engine continued', () => engine.thaw());
    scene.expect(
      (await Promise.race([tried, sleep(MOMENT_COMES_WITHIN_MS)])) === true,
      'the zombie did not try to record its failure',
    );
    // At once: the heir, who is held up, soon has a failure of its own to record.
    const after = await told(scene, event);
    scene.expect(
      JSON.stringify(after) === JSON.stringify(before),
      `the zombie changed ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
    );
    if (takenOver) {
      (await heir)();
    }
    await scene.eventually(
      'the heir tells Vendure of the event',
      async () => (await told(scene, event)).relayed,
    );
    await carryOut(caller, driverId);
  },
};

/** Resolves when PostgreSQL has answered an engine that records that it could not send an event. */
function failureRecorded({ postgres }: EngineProcess, event: DeliveryEvent): Promise<true> {
  return new Promise((resolve) =>
    postgres.intercept(new RegExp(`${RECORD_FAILURE}[^]*${event.id}`), async (passage) => {
      await passage.answered();
      resolve(true);
    }),
  );
}

async function told({ world }: Scene, event: DeliveryEvent) {
  const { rows } = await world.engineDatabase.query<{
    relayed: boolean;
    attempts: number;
    error: string | null;
  }>(
    `SELECT acknowledged_at IS NOT NULL AS relayed, attempts AS attempts, last_error AS error
     FROM driver_dispatch.delivery_events WHERE id = $1`,
    [event.id],
  );
  return rows[0]!;
}

export const vendureKilled: Fault = {
  id: 'F23',
  title: 'Vendure killed between order commit and hand-over',
  async run({ world, inject, caller, prefix, scope, random, centre, rush, eventually }) {
    rush({ orderEveryMs: 1_000 });
    world.shopToEngines.refuse();
    const codes = Array.from({ length: 10 }, (_, i) => `${prefix}lost-${i}`);
    for (const code of codes) {
      const [pickup, dropoff] = [random.pointNear(centre, 3_000), random.pointNear(centre, 3_000)];
      await caller.buy({ code, pickup, dropoff, searchRadiusMetres: 10_000 });
    }
    await inject('Vendure killed', () => world.shop.kill());
    // The jobs that would have handed the orders over are lost with it; half a minute passes.
    await world.shopDatabase.query('DELETE FROM job_record');
    await world.shopDatabase.query(
      `UPDATE driver_delivery SET "updatedAt" = "updatedAt" - interval '40 seconds' WHERE "orderCode" LIKE $1`,
      [`${scope}%`],
    );
    world.shopToEngines.heal();
    await inject('Vendure started again', () => world.shop.start());
    await eventually('the lost orders are found and handed over', async () => {
      const { rows } = await world.engineDatabase.query(
        'SELECT FROM driver_dispatch.deliveries WHERE order_code = ANY ($1)',
        [codes],
      );
      return rows.length === codes.length;
    });
  },
};
