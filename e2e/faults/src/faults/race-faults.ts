import { setTimeout as sleep } from 'node:timers/promises';
import { untilAnswered } from './until-answered';
import { deliverAssigned } from './deliver-assigned';
import type { Fault, Scene } from './fault';
import { forEach } from './for-each';
import { readyOrder } from './ready-message';

/** Largest number of additional races until each side has won one. */
const MAX_EXTRA_RACES = 60;

/** Returns the number of deliveries by state. */
async function counts({ world, prefix }: Scene): Promise<Record<string, number>> {
  const { rows } = await world.engineDatabase.query<{ state: string; count: number }>(
    `SELECT state, count(*)::int FROM driver_dispatch.deliveries WHERE seller_order_id LIKE $1 GROUP BY state`,
    [`${prefix}%`],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Returns the number of deadlocks that PostgreSQL has detected so far. */
async function deadlocks({ world }: Scene): Promise<number> {
  const { rows } = await world.engineDatabase.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]!.deadlocks);
}

/** Drivers deliver their orders round after round until `until` returns true. */
async function deliverAll(
  scene: Scene,
  driverIds: readonly string[],
  until: () => Promise<boolean>,
): Promise<void> {
  let done = false;
  const working = (async () => {
    while (!done) {
      await forEach(driverIds, 16, (driverId) => deliverAssigned(scene.caller, driverId));
      await sleep(5);
    }
  })();
  await scene.eventually('every order is delivered', until, 900_000);
  done = true;
  await working;
}

export const orderBurst: Fault = {
  id: 'F19',
  title: 'Burst: ten orders per driver at once, four engines',
  async run(scene) {
    const { world, inject, caller, prefix, random, centre, expect, eventually } = scene;
    const [orders, drivers] = scene.length === 'short' ? [40, 4] : [10_000, 1_000];
    const more = 4 - world.engines.length;
    await world.addEngines(more);
    try {
      const driverIds = Array.from({ length: drivers }, (_, i) => `${prefix}d${i}`);
      await forEach(driverIds, 16, async (driverId) => {
        await untilAnswered(() => caller.register(driverId));
        const at = random.pointNear(centre, 4_000);
        await untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', at));
      });
      const ids = Array.from({ length: orders }, (_, i) => `${prefix}${i}`);
      await inject(`${orders} orders for ${drivers} drivers`, () =>
        forEach(ids, 64, (id) => {
          const order = readyOrder(id, random.pointNear(centre, 4_000));
          return untilAnswered(() => caller.ready(order));
        }),
      );
      await eventually('every driver has one order', async () => (await counts(scene)).ASSIGNED === drivers);
      const { ASSIGNED, PENDING } = await counts(scene);
      expect(
        ASSIGNED === drivers && PENDING === orders - drivers,
        `${ASSIGNED} are ASSIGNED and ${PENDING} PENDING, of ${orders} orders for ${drivers} drivers`,
      );
      const before = await deadlocks(scene);
      await deliverAll(scene, driverIds, async () => (await counts(scene)).DELIVERED === orders);
      expect((await deadlocks(scene)) === before, 'PostgreSQL detected deadlocks');
      await allEventsAcknowledged(scene);
    } finally {
      await world.removeEngines(more);
    }
  },
};

export const contention: Fault = {
  id: 'F20',
  title: 'Contention: one driver for all orders, two engines',
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect, eventually } = scene;
    const driverId = `${prefix}only`;
    await untilAnswered(() => caller.register(driverId));
    const count = scene.length === 'short' ? 40 : 100;
    const ids = Array.from({ length: count }, (_, i) => `${prefix}${i}`);
    const before = await deadlocks(scene);
    await inject(`${count} orders at once`, () =>
      forEach(ids, count, (id) => {
        const order = readyOrder(id, centre);
        return untilAnswered(() => caller.ready(order));
      }),
    );
    await inject('driver set AVAILABLE', () =>
      untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', centre)),
    );
    await eventually('one order has the driver', async () => (await counts(scene)).ASSIGNED === 1);
    expect((await counts(scene)).PENDING === count - 1, 'the other orders are not PENDING');
    await deliverAll(scene, [driverId], async () => (await counts(scene)).DELIVERED === count);
    const found = (await deadlocks(scene)) - before;
    expect(found === 0, `${found} deadlocks`);
    expect(world.engines.length >= 2, 'contention needs two engines');
    await allEventsAcknowledged(scene);
  },
};

async function allEventsAcknowledged({ world, prefix, eventually }: Scene): Promise<void> {
  await eventually(
    'every event is acknowledged',
    async () => {
      const { rows } = await world.engineDatabase.query(
        `SELECT FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
         WHERE d.seller_order_id LIKE $1 AND e.acknowledged_at IS NULL LIMIT 1`,
        [`${prefix}%`],
      );
      return rows.length === 0;
    },
    300_000,
  );
}

export const cancelRace: Fault = {
  id: 'F21',
  title: 'Cancellation during assignment and pickup, and before submission',
  async run(scene) {
    const { inject, caller, prefix, centre, random, expect } = scene;
    const rounds = scene.length === 'short' ? 12 : 200;
    for (let i = 0; i < rounds; i++) {
      const driverId = `${prefix}d${i}`;
      const store = random.pointNear(centre, 200_000);
      await untilAnswered(() => caller.register(driverId));
      await untilAnswered(() => caller.setStatus(driverId, 'AVAILABLE', store));
      const id = `${prefix}${i}`;
      const order = readyOrder(id, store);
      if (i % 3 === 0) {
        await inject('cancellation before submission', async () => {
          await untilAnswered(() => caller.cancel(id));
          const { reply } = await untilAnswered(() => caller.ready(order));
          expect(reply?.state === 'CANCELLED', `submitted after cancellation, it is ${reply?.state}`);
        });
      } else if (i % 3 === 1) {
        await inject('cancellation during assignment', () =>
          Promise.all([
            untilAnswered(() => caller.ready(order)),
            sleep(random.integer(0, 8)).then(() => untilAnswered(() => caller.cancel(id))),
          ]),
        );
        const again = await untilAnswered(() => caller.ready(order));
        expect(again.reply?.state === 'CANCELLED', `cancelled in assignment, it is ${again.reply?.state}`);
      } else {
        const { reply } = await untilAnswered(() => caller.ready(order));
        const deliveryId = reply!.deliveryId;
        const [pickedUp, cancelled] = await inject('cancellation during pickup', () =>
          Promise.all([
            untilAnswered(() => caller.pickUp(deliveryId, driverId)),
            sleep(random.integer(0, 3)).then(() => untilAnswered(() => caller.cancel(id))),
          ]),
        );
        const outcomes = [pickedUp.operation.outcome, cancelled.operation.outcome].join();
        expect(['ok,refused', 'refused,ok'].includes(outcomes), `pickup and cancellation ended ${outcomes}`);
        if (pickedUp.operation.outcome === 'ok') {
          await caller.complete(deliveryId, driverId);
        }
      }
      await caller.setStatus(driverId, 'OFFLINE');
    }
    const { rows } = await scene.world.engineDatabase.query(
      `SELECT driver_id FROM driver_dispatch.driver_status_history
       WHERE driver_id LIKE $1 AND reason = 'delivery ended' GROUP BY driver_id HAVING count(*) > 1`,
      [`${prefix}%`],
    );
    expect(rows.length === 0, `${rows.length} drivers were released more than once`);
    await allEventsAcknowledged(scene);
  },
};

/** Longer than the time between two heartbeats of a stationary driver, even on a slow machine. */
const TTL_SECONDS = 4;

export const offlineRace: Fault = {
  id: 'F22',
  title: 'Heartbeat expires and a late ping arrives during assignment',
  heartbeatTtlSeconds: TTL_SECONDS,
  async run(scene) {
    const { world, inject, caller, prefix, centre, random, expect } = scene;
    await Promise.all(
      world.engines.map(async (engine) => {
        await engine.stop();
        // With a long Redis timeout the engine always removes a BUSY driver from the index. An indexed one was revived.
        await engine.start({ HEARTBEAT_TTL_SECONDS: String(TTL_SECONDS), REDIS_COMMAND_TIMEOUT_MS: '5000' });
      }),
    );
    const rounds = scene.length === 'short' ? 12 : 100;
    let started = 0;
    let assigned = 0;
    let lost = 0;
    let revived = 0;
    const race = (count: number) =>
      forEach(
        Array.from({ length: count }, () => started++),
        12,
        async (i) => {
          const driverId = `${prefix}d${i}`;
          const store = random.pointNear(centre, 300_000);
          await caller.register(driverId);
          await caller.setStatus(driverId, 'AVAILABLE', store);
          await world.engineDatabase.query(
            'UPDATE driver_dispatch.drivers SET seen_at = seen_at - make_interval(secs => $2) WHERE id = $1',
            [driverId, TTL_SECONDS - 1],
          );
          // Around the expiry of the heartbeat: sometimes the assignment comes first, sometimes the expiry.
          await sleep(300 + random.integer(0, 1_200));
          const [{ reply }] = await inject('order and late pings when the heartbeat expires', () =>
            Promise.all([
              caller.ready(readyOrder(`${prefix}${i}`, store)),
              caller.reportLocation(driverId, store),
              caller.heartbeat(driverId),
              sleep(random.integer(0, 50)).then(() => caller.reportLocation(driverId, store)),
            ]),
          );
          for (let ping = 0; ping < 3; ping++) {
            await caller.reportLocation(driverId, store);
            await sleep(100);
          }
          const { rows } = await world.engineDatabase.query<{ status: string }>(
            'SELECT status FROM driver_dispatch.drivers WHERE id = $1',
            [driverId],
          );
          const score = await world.redis.zscore('drivers:geo', driverId);
          if (reply?.state === 'ASSIGNED') {
            assigned += 1;
            revived += rows[0]!.status !== 'BUSY' || score !== null ? 1 : 0;
            await caller.pickUp(reply.deliveryId, driverId);
            await caller.complete(reply.deliveryId, driverId);
          } else {
            lost += reply?.state === 'PENDING' ? 1 : 0;
            await caller.cancel(`${prefix}${i}`);
          }
          await caller.setStatus(driverId, 'OFFLINE');
        },
      );
    await race(rounds);
    // The speed of the machine determines how often each side comes first.
    const expiredHeartbeats = async () => {
      const { rowCount } = await world.engineDatabase.query(
        `SELECT FROM driver_dispatch.driver_status_history WHERE driver_id LIKE $1 AND reason = 'heartbeat expired'`,
        [`${prefix}%`],
      );
      return rowCount ?? 0;
    };
    while (
      (assigned === 0 || lost === 0 || (await expiredHeartbeats()) === 0) &&
      started < rounds + MAX_EXTRA_RACES
    ) {
      await race(12);
    }
    expect(revived === 0, `late pings revived ${revived} BUSY drivers`);
    const expired = await expiredHeartbeats();
    expect(
      assigned > 0 && lost > 0 && expired > 0,
      `${started} races: ${assigned} orders assigned, ${lost} unassigned, ${expired} heartbeats expired`,
    );
    await allEventsAcknowledged(scene);
  },
};
