import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { untilAnswered } from './until-answered';
import type { Fault, Scene } from './fault';
import { readyOrder } from './ready-message';

/** Longest time that a request may take while PostgreSQL is slow, in ms. */
const MAX_REQUEST_MS = 14_000;

/** Time in which an engine sends a COMMIT, in ms. */
const COMMIT_WITHIN_MS = 20_000;

/** Time in which `/health` answers 503, in ms. */
const UNHEALTHY_WITHIN_MS = 5_000;

/** The end of a transaction, as it is sent to PostgreSQL. */
const COMMIT = /\bCOMMIT\b/;

/** Files of the engine's prepared statements, without folder and `.sql`. */
const STATEMENT = { accept: 'accept-orders', claim: 'claim-drivers' };

async function healthStatus(url: string): Promise<number> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(4_000) });
  await response.arrayBuffer();
  return response.status;
}

async function untilHealthStatus(scene: Scene, status: number, withinMs: number): Promise<void> {
  await Promise.all(
    scene.world.engines.map(({ url, name }) =>
      scene.eventually(
        `/health of engine ${name} answers ${status}`,
        async () => (await healthStatus(url)) === status,
        withinMs,
      ),
    ),
  );
}

/**
 * Expects that each 5xx answer is `database_unavailable` with a `Retry-After` header, and that no request took too long.
 * Ignores unfinished requests.
 *
 * @param first index of the first operation to check
 */
function expectBoundedAnswers({ recorder, expect }: Scene, first: number): void {
  const during = recorder.operations.slice(first).filter(({ completedAt }) => completedAt < Infinity);
  const slowest = Math.max(0, ...during.map(({ invokedAt, completedAt }) => completedAt - invokedAt));
  expect(slowest <= MAX_REQUEST_MS, `a request took ${slowest} ms`);
  const wrong = during.filter(
    ({ status, code, retryAfterSeconds }) =>
      status !== undefined && status >= 500 && (code !== 'database_unavailable' || !retryAfterSeconds),
  );
  expect(wrong.length === 0, `${wrong.length} other 5xx answers: ${JSON.stringify(wrong[0])}`);
}

/** Kills PostgreSQL right after an engine has sent a COMMIT. The engine never gets the answer. @returns true when done */
function crashAtCommit({ world }: Scene): Promise<true> {
  return new Promise((resolve, reject) => {
    let crashed = false;
    for (const { postgres } of world.engines) {
      postgres.intercept(COMMIT, async (message) => {
        if (crashed) {
          return;
        }
        crashed = true;
        // PostgreSQL may have committed. The proxy holds back the answer, if there is one.
        void message.answered();
        await world.postgres.crash().catch(reject);
        message.cut();
        resolve(true);
      });
    }
  });
}

/** Number of requests that were answered 503, from index `first` on. */
function rejectedRequests({ recorder }: Scene, first: number): number {
  return recorder.operations.slice(first).filter(({ code }) => code === 'database_unavailable').length;
}

/** Number of requests that engines answered with success, from index `first` on. */
function answersOfEngines({ recorder }: Scene, first: number): number {
  return recorder.operations
    .slice(first)
    .filter(
      ({ request: { kind }, outcome }) => outcome === 'ok' && kind !== 'order' && kind !== 'cancelOrder',
    ).length;
}

export const postgresKilled: Fault = {
  id: 'F8',
  title: 'PostgreSQL crashes during a commit, then restarts',
  async run(scene) {
    const { world, inject, expect } = scene;
    scene.startWorkload();
    for (let i = 0; i < (scene.length === 'short' ? 1 : 4); i++) {
      const inFlight = await inject('PostgreSQL crashed while a commit was in flight', () =>
        Promise.race([crashAtCommit(scene), sleep(COMMIT_WITHIN_MS)]),
      );
      expect(inFlight === true, 'no commit was in flight when PostgreSQL was killed');
      await untilHealthStatus(scene, 503, UNHEALTHY_WITHIN_MS);
      await inject('PostgreSQL restarted', () => world.postgres.resume());
      // Vendure's process may exit when its database crashes. A process manager restarts it.
      await world.shop.heal();
      await untilHealthStatus(scene, 200, 20_000);
    }
  },
};

export const postgresSlow: Fault = {
  id: 'F9',
  title: 'PostgreSQL slow: 500 ms per statement, table locked, connection pool exhausted',
  async run(scene) {
    const { world, inject } = scene;
    const workload = scene.startWorkload();
    await sleep(1_000);
    let first = scene.recorder.operations.length;
    await inject('500 ms per statement', () => world.engines.forEach(({ postgres }) => postgres.slow(500)));
    await scene.eventually(
      'engines answer while statements are slow',
      () => answersOfEngines(scene, first) >= 20,
    );
    await scene.heal();
    expectBoundedAnswers(scene, first);

    first = scene.recorder.operations.length;
    const locker = new Client({ connectionString: world.postgres.url('engine') });
    await locker.connect();
    await inject('table of deliveries locked', async () => {
      await locker.query('BEGIN');
      await locker.query('LOCK TABLE driver_dispatch.deliveries IN ACCESS EXCLUSIVE MODE');
    });
    await scene.eventually(
      'a request is rejected while the table is locked',
      () => rejectedRequests(scene, first) > 0,
    );
    await locker.end();
    await scene.heal();
    expectBoundedAnswers(scene, first);

    first = scene.recorder.operations.length;
    await inject('connections hang and exhaust the pool', () =>
      world.engines.forEach(({ postgres }) => postgres.hang()),
    );
    await untilHealthStatus(scene, 503, UNHEALTHY_WITHIN_MS);
    await scene.eventually(
      'a request is rejected while connections hang',
      () => rejectedRequests(scene, first) > 0,
    );
    await scene.heal();
    await untilHealthStatus(scene, 200, 20_000);
    await workload.closeCheckout();
    expectBoundedAnswers(scene, first);
  },
};

export const commitUnknown: Fault = {
  id: 'F10',
  title: 'Connection lost after PostgreSQL executed an accept or a claim',
  leavesOrdersOpen: true,
  async run(scene) {
    const { world, inject, caller, prefix, centre, expect } = scene;
    for (const what of ['accept', 'claim'] as const) {
      for (let i = 0; i < (scene.length === 'short' ? 2 : 20); i++) {
        const driverId = `${prefix}${what}-${i}`;
        await untilAnswered(() => caller.register(driverId));
        const makeAvailable = () => caller.setStatus(driverId, 'AVAILABLE', centre);
        const sellerOrder = readyOrder(`${prefix}${what}-${i}-direct`, centre);
        const order = () => caller.ready(sellerOrder);
        // An order without an available driver stays PENDING. It claims the driver who becomes available.
        const [before, lastStep] = what === 'accept' ? [makeAvailable, order] : [order, makeAvailable];
        await untilAnswered<unknown>(before);
        let cuts = 0;
        await inject(`connection lost after the ${what} was executed`, () =>
          world.engines.forEach(({ postgres }) =>
            postgres.intercept(new RegExp(`${STATEMENT[what]}\\.sql[^]*${prefix}`), async (message) => {
              cuts += 1;
              await message.answered();
              message.cut();
            }),
          ),
        );
        const lost = await lastStep();
        world.engines.forEach(({ postgres }) => postgres.heal());
        expect(cuts > 0, `no connection was lost after a ${what}`);
        expect(lost.operation.outcome !== 'refused', `refused: ${JSON.stringify(lost.operation)}`);
        const again = await untilAnswered(order);
        const third = await untilAnswered(order);
        expect(
          again.operation.outcome === 'ok',
          `resent without success: ${JSON.stringify(again.operation)}`,
        );
        expect(
          again.reply !== undefined &&
            third.reply?.deliveryId === again.reply.deliveryId &&
            third.reply.duplicate,
          'the same submission key created another delivery',
        );
      }
    }
  },
};
