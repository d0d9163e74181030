import { RelayWorker } from '../webhooks/relay-worker';
import { eventually, type TestEngine } from './test-engine';

/** Lets an engine look for overdue events so many times, without the pauses between. */
export async function sweepEvents(engine: TestEngine, times: number): Promise<void> {
  const worker = engine.running.application.get(RelayWorker, { strict: false }) as unknown as {
    sweep(): void;
    sweeping: Promise<void> | undefined;
  };
  for (let sweeps = 0; sweeps < times; sweeps++) {
    await worker.sweeping;
    worker.sweep();
    await worker.sweeping;
  }
}

/** Waits until an engine's job queue is empty. */
export async function untilQueueEmpty(engine: TestEngine): Promise<void> {
  await eventually(
    () => engine.query('SELECT id FROM driver_dispatch_jobs.jobs'),
    (jobs) => jobs.length === 0,
  );
}

/** Makes all unsent events overdue. */
export async function makeOverdue(engine: TestEngine): Promise<void> {
  await engine.query(
    `UPDATE driver_dispatch.delivery_events SET next_relay_at = now() - interval '1 minute'
     WHERE relayed_at IS NULL`,
  );
}
