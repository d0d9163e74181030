/**
 * Jobs a second through graphile-worker and pg-boss on the same durable PostgreSQL, in one run: added one by one
 * and in sixty-fours, then drained. Prints a table.
 *
 *   npm install --no-save pg-boss@10 && node docs/decisions/0002-job-queue/measure.cjs
 */
const { PostgresServer } = require('../../../packages/local-servers');
const { makeWorkerUtils, run, Logger } = require('graphile-worker');
const PgBoss = require('pg-boss');

const SINGLE = 2_000;
const BATCH = 64;
const BATCHES = 300;
const quiet = new Logger(() => () => undefined);
const payload = (i) => ({
  deliveryId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  pad: 'x'.repeat(120),
});

async function rate(count, work) {
  const started = process.hrtime.bigint();
  await work();
  return Math.round(count / (Number(process.hrtime.bigint() - started) / 1e9));
}

async function graphileWorker(connectionString) {
  const utils = await makeWorkerUtils({ connectionString, logger: quiet });
  await utils.migrate();
  const one = await rate(SINGLE, async () => {
    for (let i = 0; i < SINGLE; i++) {
      await utils.addJob('job', payload(i));
    }
  });
  const many = await rate(BATCH * BATCHES, async () => {
    for (let b = 0; b < BATCHES; b++) {
      await utils.addJobs(
        Array.from({ length: BATCH }, (_, i) => ({ identifier: 'job', payload: payload(b * BATCH + i) })),
      );
    }
  });
  const total = SINGLE + BATCH * BATCHES;
  const drained = await rate(total, async () => {
    let done = 0;
    let finished;
    const all = new Promise((resolve) => (finished = resolve));
    const runner = await run({
      connectionString,
      logger: quiet,
      noHandleSignals: true,
      concurrency: 10,
      maxPoolSize: 10,
      preset: { worker: { localQueue: { size: 200 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: { job: async () => void (++done === total && finished()) },
    });
    await all;
    await runner.stop();
  });
  await utils.release();
  return { queue: 'graphile-worker', one, many, drained };
}

async function pgBoss(connectionString) {
  const boss = new PgBoss({ connectionString, schedule: false, supervise: false });
  await boss.start();
  await boss.createQueue('job');
  const one = await rate(SINGLE, async () => {
    for (let i = 0; i < SINGLE; i++) {
      await boss.send('job', payload(i));
    }
  });
  const many = await rate(BATCH * BATCHES, async () => {
    for (let b = 0; b < BATCHES; b++) {
      await boss.insert(
        Array.from({ length: BATCH }, (_, i) => ({ name: 'job', data: payload(b * BATCH + i) })),
      );
    }
  });
  const total = SINGLE + BATCH * BATCHES;
  const drained = await rate(total, async () => {
    for (let done = 0; done < total;) {
      const jobs = await boss.fetch('job', { batchSize: 200 });
      await boss.complete(
        'job',
        jobs.map(({ id }) => id),
      );
      done += jobs.length;
    }
  });
  await boss.stop({ graceful: false });
  return { queue: 'pg-boss', one, many, drained };
}

async function main() {
  const postgres = await PostgresServer.start({ durable: true });
  try {
    const rows = [
      await graphileWorker(await postgres.createDatabase('graphile_worker')),
      await pgBoss(await postgres.createDatabase('pg_boss')),
    ];
    console.table(
      rows.map(({ queue, one, many, drained }) => ({
        queue,
        'added one by one, jobs/s': one,
        'added in sixty-fours, jobs/s': many,
        'drained, jobs/s': drained,
      })),
    );
  } finally {
    await postgres.stop();
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
