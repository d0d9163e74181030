import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DispatchError, type DeliveryEvent } from '@driver-dispatch/contract';
import { eventRows, writeEvents } from '../testing/outbox';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WebhookEndpointService } from './webhook-endpoint.service';

const servers = useTestServers();

/** Resolves `wait` when it is released, or after a timeout like that of the HTTP client. */
class Hold {
  private readonly released = new AbortController();

  async wait(timeoutMs?: number): Promise<void> {
    const { signal } = this.released;
    if (!signal.aborted) {
      await (timeoutMs
        ? sleep(timeoutMs, undefined, { signal }).catch(() => undefined)
        : once(signal, 'abort'));
    }
  }

  release(): void {
    this.released.abort();
  }
}

const timeout = () => new DispatchError('timeout', 'No answer');
const isBad = ({ data }: DeliveryEvent) => data.sellerOrderId.startsWith('bad');
const received = (engine: TestEngine, count: number) =>
  eventually(
    () => engine.sink.events.length,
    (length) => length === count,
  );

describe('an endpoint that hangs on some deliveries', () => {
  it('does not delay other deliveries, at the first send attempt or later', async () => {
    const engine = await servers.engine({ outbox: { retryDelaysSeconds: Array(20).fill(1) } });
    const hold = new Hold();
    let retries = 0;
    let maxRetries = 0;
    const failedBefore = new Set<string>();
    engine.sink.beforeBatch = async (events) => {
      if (!events.some(isBad)) {
        return;
      }
      if (events.length > 1) {
        // The batch times out; its events are not sent together again.
        await hold.wait(200);
        throw timeout();
      }
      const [{ id }] = events as [DeliveryEvent];
      if (!failedBefore.has(id)) {
        failedBefore.add(id);
        throw timeout();
      }
      maxRetries = Math.max(maxRetries, ++retries);
      await hold.wait();
      retries--;
      throw timeout();
    };
    await writeEvents(engine, 'bad-', 40);
    await writeEvents(engine, 'good-', 20);
    await received(engine, 20);
    await eventually(
      () => retries,
      (count) => count === 20,
    );
    await writeEvents(engine, 'later-', 20);
    await received(engine, 40);
    expect(maxRetries).toBe(20);

    engine.sink.beforeBatch = () => undefined;
    hold.release();
    await received(engine, 80);
    expect(new Set(engine.sink.events.map(({ id }) => id)).size).toBe(80);
  });

  it('delays only the deliveries of the slow request', async () => {
    const engine = await servers.engine();
    const hold = new Hold();
    engine.sink.beforeBatch = (events) => (events.some(isBad) ? hold.wait() : undefined);
    await writeEvents(engine, 'bad-', 1);
    await eventually(
      () => engine.sink.batches.length,
      (count) => count === 1,
    );
    await writeEvents(engine, 'good-', 200);
    await received(engine, 200);
    expect((await eventRows(engine, 'bad-'))[0]).toMatchObject({ acknowledged_at: null, attempts: 0 });
    hold.release();
    await received(engine, 201);
  });

  it('gets a limited number of concurrent requests, and finally all events', async () => {
    const engine = await servers.engine();
    const hold = new Hold();
    let hanging = 0;
    let maxHanging = 0;
    engine.sink.beforeBatch = async () => {
      maxHanging = Math.max(maxHanging, ++hanging);
      await hold.wait();
      hanging--;
    };
    for (let requests = 1; requests <= 32; requests++) {
      await writeEvents(engine, `all-${requests}-`, 1);
      await eventually(
        () => hanging,
        (count) => count === requests,
      );
    }
    await writeEvents(engine, 'waits-', 10);
    await eventually(
      () => eventRows(engine, 'waits-'),
      (rows) => rows.every((row) => row.lease_until !== null),
    );
    expect(maxHanging).toBe(32);
    hold.release();
    await received(engine, 42);
    expect(maxHanging).toBe(32);
  });

  it('delays the shutdown of an engine until it answers', async () => {
    const database = { url: await servers.database() };
    const engine = await servers.engine({ database });
    const hold = new Hold();
    engine.sink.before = () => hold.wait();
    await writeEvents(engine, 'slow-', 1);
    await eventually(
      () => engine.sink.batches.length,
      (count) => count === 1,
    );
    let ended = false;
    const closed = engine.close().then(() => (ended = true));
    await eventually(
      () =>
        fetch(`${engine.url}/health/live`).then(
          () => true,
          () => false,
        ),
      (listening) => !listening,
    );
    // The start of another engine takes longer than a shutdown that does not wait.
    const reader = await servers.engine({ database, outbox: { enabled: false } });
    expect(ended).toBe(false);
    hold.release();
    await closed;
    expect(engine.sink.events).toHaveLength(1);
    expect((await eventRows(reader, 'slow-'))[0].acknowledged_at).not.toBeNull();
  });
});

it('sends other events to a recovered endpoint while delayed events are made due', async () => {
  const engine = await servers.engine({ outbox: { retryDelaysSeconds: [600] } });
  engine.sink.before = () => {
    throw new DispatchError('unreachable', 'Connection refused');
  };
  await writeEvents(engine, 'delayed-', 5);
  await eventually(
    () => engine.query('SELECT consecutive_failures AS failures FROM driver_dispatch.webhook_endpoint'),
    ([{ failures }]) => failures === 5,
  );
  let end = () => undefined as void;
  const makeDue = jest
    .spyOn(engine.running.application.get(WebhookEndpointService, { strict: false }), 'sendUnsentNow')
    .mockImplementation(() => new Promise((resolve) => (end = resolve)));
  engine.sink.before = () => undefined;
  await writeEvents(engine, 'others-', 250);
  await received(engine, 250);
  expect(makeDue).toHaveBeenCalledTimes(1);
  end();
});
