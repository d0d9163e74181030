import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { answered } from './answered';
import type { Fault, Scene } from './fault';
import { readyOrder } from './ready-message';

/** Longest that anybody waits for an answer while PostgreSQL is slow, in ms. */
const LONGEST_WAIT_MS = 14_000;

/** There is always work under way: a commit that does not come in so many ms is none. */
const COMMIT_COMES_WITHIN_MS = 20_000;

/** Within so many ms health is red. */
const RED_WITHIN_MS = 5_000;

/** The engine's statements, as they go over the wire: prepared, by their names. */
const COMMIT = /\bCOMMIT\b/;
const STATEMENT = { accept: 'accept-orders', claim: 'claim-drivers' };

async function healthStatus(url: string): Promise<number> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(4_000) });
  await response.arrayBuffer();
  return response.status;
}

async function turns(scene: Scene, status: number, withinMs: number): Promise<void> {
  await Promise.all(
    scene.world.engines.map(({ url, name }) =>
      scene.eventually(
        `the health of engine ${name} is ${status}`,
        async () => (await healthStatus(url)) === status,
        withinMs,
      ),
    ),
  );
}

/** Whoever was turned away knows when to come again, and nobody waited for ever. */
function turnedAwayPolitely({ recorder, expect }: Scene, first: number): void {
  const during = recorder.operations.slice(first).filter(({ completedAt }) => completedAt < Infinity);
  const slowest = Math.max(0, ...during.map(({ invokedAt, completedAt }) => completedAt - invokedAt));
  expect(slowest <= LONGEST_WAIT_MS, `a request took ${slowest} ms`);
  // The desk is the shop itself, whose database is not slow.
  const wrong = during.filter(
    ({ status, code, retryAfterSeconds }) =>
      status !== undefined && status >= 500 && (code !== 'database_unavailable' || !retryAfterSeconds),
  );
  expect(wrong.length === 0, `${wrong.length} faults were answered otherwise: ${JSON.stringify(wrong[0])}`);
}

/** Kills PostgreSQL right after an engine has sent it a COMMIT, which is never answered. @returns that it has */
function crashAtCommit({ world }: Scene): Promise<true> {
  return new Promise((resolve, reject) => {
    let struck = false;
    for (const { postgres } of world.engines) {
      postgres.intercept(COMMIT, async (passage) => {
        if (struck) {
          return;
        }
        struck = true;
        // Whether PostgreSQL has carried it out, only PostgreSQL knows: the answer, if there is one, is held back.
        void passage.answered();
        await world.postgres.crash().catch(reject);
        passage.cut();
        resolve(true);
      });
    }
  });
}

/** How many requests from one on were answered 503. */
function turnedAway({ recorder }: Scene, first: number): number {
  return recorder.operations.slice(first).filter(({ code }) => code === 'database_unavailable').length;
}

/** How many requests from one on were answered by PostgreSQL through an engine. */
function answersOfEngines({ recorder }: Scene, first: number): number {
  return recorder.operations
    .slice(first)
    .filter(
      ({ request: { kind }, outcome }) => outcome === 'ok' && kind !== 'order' && kind !== 'cancelOrder',
    ).length;
}

export const postgresKilled: Fault = {
  id: 'F8',
  title: 'PostgreSQL crashes in mid-commit, and starts again',
  async run(scene) {
    const { world, inject, expect } = scene;
    scene.rush();
    for (let i = 0; i < (scene.length === 'short' ? 1 : 4); i++) {
      const inFlight = await inject('PostgreSQL crashed while a commit was in flight', () =>
        Promise.race([crashAtCommit(scene), sleep(COMMIT_COMES_WITHIN_MS)]),
      );
      expect(inFlight === true, 'no commit was in flight when PostgreSQL was killed');
      await turns(scene, 503, RED_WITHIN_MS);
      await inject('PostgreSQL started', () => world.postgres.resume());
      // Vendure's process may end when its database does; a process manager restarts it.
      await world.shop.heal();
      await turns(scene, 200, 20_000);
    }
  },
};

export const postgresSlow: Fault = {
  id: 'F9',
  title: 'PostgreSQL slow: 500 ms a statement, pool used up, lock held',
  async run(scene) {
    const { world, inject } = scene;
    const rush = scene.rush();
    await sleep(1_000);
    let first = scene.recorder.operations.length;
    await inject('500 ms a statement', () => world.engines.forEach(({ postgres }) => postgres.slow(500)));
    await scene.eventually(
      'engines answer while statements are slow',
      () => answersOfEngines(scene, first) >= 20,
    );
    await scene.heal();
    turnedAwayPolitely(scene, first);

    first = scene.recorder.operations.length;
    const locker = new Client({ connectionString: world.postgres.url('engine') });
    await locker.connect();
    await inject('a lock is held on all deliveries', async () => {
      await locker.query('BEGIN');
      await locker.query('LOCK TABLE driver_dispatch.deliveries IN ACCESS EXCLUSIVE MODE');
    });
    await scene.eventually(
      'a request is turned away while the lock is held',
      () => turnedAway(scene, first) > 0,
    );
    await locker.end();
    await scene.heal();
    turnedAwayPolitely(scene, first);

    first = scene.recorder.operations.length;
    await inject('connections hang, and use the pool up', () =>
      world.engines.forEach(({ postgres }) => postgres.hang()),
    );
    await turns(scene, 503, RED_WITHIN_MS);
    await scene.eventually(
      'a request is turned away while connections hang',
      () => turnedAway(scene, first) > 0,
    );
    await scene.heal();
    await turns(scene, 200, 20_000);
    await rush.closeTills();
    turnedAwayPolitely(scene, first);
  },
};

export const commitUnknown: Fault = {
  id: 'F10',
  title: 'Connection cut after the commit was sent',
  leavesOrdersOpen: true,
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect } = scene;
    for (const what of ['accept', 'claim'] as const) {
      for (let i = 0; i < (scene.length === 'short' ? 2 : 20); i++) {
        const driverId = `${prefix}${what}-${i}`;
        await answered(() => caller.register(driverId));
        const comesFree = () => caller.setStatus(driverId, 'AVAILABLE', centre);
        const sellerOrder = readyOrder(`${prefix}${what}-${i}-direct`, centre);
        const order = () => caller.ready(sellerOrder);
        // An order that finds nobody waits, and is claimed for when somebody comes free.
        const [before, lastStep] = what === 'accept' ? [comesFree, order] : [order, comesFree];
        await answered<unknown>(before);
        let cuts = 0;
        await inject(`cut after the ${what} was sent`, () =>
          world.engines.forEach(({ postgres }) =>
            postgres.intercept(new RegExp(`${STATEMENT[what]}\\.sql[^]*${prefix}`), async (passage) => {
              cuts += 1;
              await passage.answered();
              passage.cut();
            }),
          ),
        );
        const lost = await lastStep();
        world.engines.forEach(({ postgres }) => postgres.heal());
        expect(cuts > 0, `no ${what} was cut`);
        expect(lost.operation.outcome !== 'refused', `refused: ${JSON.stringify(lost.operation)}`);
        const again = await answered(order);
        const third = await answered(order);
        expect(again.operation.outcome === 'ok', `not accepted again: ${JSON.stringify(again.operation)}`);
        expect(
          again.reply !== undefined &&
            third.reply?.deliveryId === again.reply.deliveryId &&
            third.reply.duplicate,
          'the same key gave another delivery',
        );
      }
    }
  },
};
