import { DispatchError } from '@driver-dispatch/contract';
import { eventRows, pollOutbox, writeEvents } from '../testing/outbox';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { OutboxDispatcher } from './outbox-dispatcher';
import { OutboxStore } from './outbox-store';

const servers = useTestServers();
const retryDelaysSeconds = [0.1, 600];

const acknowledged = (engine: TestEngine, prefix: string, count: number) =>
  eventually(
    () => eventRows(engine, prefix),
    (rows) => rows.filter((row) => row.acknowledged_at !== null).length === count,
  );
const sizes = ({ sink }: TestEngine) => sink.batches.map(({ length }) => length);

describe('events of many deliveries', () => {
  it('are sent in one request and acknowledged by one statement', async () => {
    const engine = await servers.engine();
    await writeEvents(engine, 'many-', 100);
    const rows = await acknowledged(engine, 'many-', 100);
    expect(engine.sink.events).toHaveLength(100);
    expect(sizes(engine).length).toBeLessThanOrEqual(3);
    expect(new Set(rows.map((row) => row.acknowledged_at.getTime())).size).toBe(sizes(engine).length);
  });

  it('are limited to 128 per request', async () => {
    const engine = await servers.engine();
    await writeEvents(engine, 'many-', 300);
    await acknowledged(engine, 'many-', 300);
    expect(Math.max(...sizes(engine))).toBeLessThanOrEqual(128);
  });

  it('are acknowledged although one of them is rejected', async () => {
    const engine = await servers.engine({ outbox: { retryDelaysSeconds } });
    const attempts: string[] = [];
    engine.sink.before = ({ data }) => {
      if (data.sellerOrderId === 'event-2') {
        throw new DispatchError('not_found', 'No such order');
      }
      if (data.sellerOrderId === 'event-3') {
        attempts.push(data.sellerOrderId);
        throw new DispatchError('internal', 'Deadlock');
      }
    };
    await writeEvents(engine, 'event-', 4);
    const [first, second, third, fourth] = await eventually(
      () => eventRows(engine, 'event-'),
      (rows) => rows[2].attempts === 2,
    );
    expect(first).toMatchObject({ attempts: 0, acknowledged_at: expect.any(Date), last_error: null });
    expect(second).toMatchObject({ attempts: 1, dead_at: expect.any(Date) });
    expect(third).toMatchObject({ acknowledged_at: null, dead_at: null });
    expect(fourth).toMatchObject({ attempts: 0, acknowledged_at: expect.any(Date) });
    // The event that failed is sent again by itself.
    expect([sizes(engine), attempts.length]).toEqual([[4, 1], 2]);
  });

  it('are sent individually at once after their batch has failed, without a counted attempt', async () => {
    // A counted attempt would delay them by ten minutes.
    const engine = await servers.engine({ outbox: { retryDelaysSeconds: [600] } });
    engine.sink.beforeBatch = (events) => {
      if (events.some(({ data }) => data.sellerOrderId === 'event-2')) {
        throw new DispatchError('timeout', 'No answer');
      }
    };
    await writeEvents(engine, 'event-', 5);
    const rows = await eventually(
      () => eventRows(engine, 'event-'),
      (all) => all.every((row) => row.acknowledged_at !== null || row.attempts > 0),
    );
    expect(rows.map((row) => [row.attempts, row.acknowledged_at !== null])).toEqual([
      [0, true],
      [1, false],
      [0, true],
      [0, true],
      [0, true],
    ]);
    expect(sizes(engine)).toEqual([5, 1, 1, 1, 1, 1]);
  });

  it('are retried when the reply has no result for one of them', async () => {
    const sink = new RecordingSink();
    const deliver = sink.deliver.bind(sink);
    sink.deliver = async (events) => (await deliver(events)).slice(sink.batches.length === 1 ? 1 : 0);
    const engine = await servers.engine({ sink, outbox: { retryDelaysSeconds } });
    await writeEvents(engine, 'event-', 2);
    const rows = await acknowledged(engine, 'event-', 2);
    expect(rows.map(({ attempts }) => attempts).sort()).toEqual([0, 1]);
    expect(sizes(engine)).toEqual([2, 1]);
  });
});

describe('two engines', () => {
  it('share the outbox and send no event twice', async () => {
    const database = { url: await servers.database() };
    const engines = [await servers.engine({ database }), await servers.engine({ database })];
    const takes = engines.map(({ running }) =>
      jest.spyOn(running.application.get(OutboxStore, { strict: false }), 'take'),
    );
    for (let i = 0; i < 20; i++) {
      await writeEvents(engines[0]!, `shared-${i}-`, 20);
      await Promise.all(engines.map((engine) => pollOutbox(engine, 1)));
    }
    await acknowledged(engines[0]!, 'shared-', 400);
    const ids = engines.flatMap(({ sink }) => sink.events.map(({ id }) => id));
    expect(ids).toHaveLength(400);
    expect(new Set(ids).size).toBe(400);
    takes.forEach((take) => expect(take).toHaveBeenCalled());
  });
});

describe('the commit of an event', () => {
  it('notifies all engines', async () => {
    const database = { url: await servers.database() };
    const writer = await servers.engine({ database, outbox: { enabled: false } });
    const sender = await servers.engine({ database });
    // No polls, so that only a notification can trigger the sending.
    stopPolls(sender);
    await writeEvents(writer, 'event-', 1);
    await acknowledged(writer, 'event-', 1);
    expect(sender.sink.events).toHaveLength(1);
  });

  it('is found by a poll after the listening connection was lost', async () => {
    const engine = await servers.engine();
    await pollOutbox(engine, 1);
    await engine.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE '%delivery_events%' AND pid <> pg_backend_pid()`,
    );
    await writeEvents(engine, 'event-', 1);
    await acknowledged(engine, 'event-', 1);
    stopPolls(engine);
    await writeEvents(engine, 'again-', 1);
    await acknowledged(engine, 'again-', 1);
  });
});

/** Stops the outbox polls of an engine. */
function stopPolls(engine: TestEngine): void {
  const dispatcher = engine.running.application.get(OutboxDispatcher, { strict: false });
  (dispatcher as unknown as { timers: NodeJS.Timeout[] }).timers.forEach((timer) => clearInterval(timer));
}
