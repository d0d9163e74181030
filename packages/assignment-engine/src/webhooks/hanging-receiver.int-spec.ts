import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DispatchError } from '@driver-dispatch/contract';
import { untilQueueEmpty } from '../testing/outbox';
import { nextPlace } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WebhookEndpointService } from './webhook-endpoint.service';

const servers = useTestServers();

/** As long as the HTTP client waits. */
const HANG_MS = 10_000;

/** A receiver that does not answer until it is released. */
class Hold {
  private readonly released = new AbortController();

  async wait(): Promise<void> {
    if (!this.released.signal.aborted) {
      await once(this.released.signal, 'abort');
    }
  }

  release(): void {
    this.released.abort();
  }
}

/** Deliveries with an event to tell, past the API. */
async function outbox(engine: TestEngine, prefix: string, count: number): Promise<void> {
  const point = JSON.stringify({ point: nextPlace() });
  await engine.query(
    `WITH made AS (
       INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, sequence, pickup, dropoff)
       SELECT rpad($1 || n || '-', 22, 'x'), $1 || n, $1 || n, '1', 'CANCELLED', 1, $3::jsonb, $3::jsonb FROM generate_series(1, $2::int) n
       RETURNING id
     ), event AS (
       INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor)
       SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'test' FROM made RETURNING delivery_id
     )
     SELECT driver_dispatch.queue_relay(array_agg(delivery_id)) FROM event`,
    [prefix, count, point],
  );
}

describe('a receiver that hangs on some deliveries', () => {
  it('does not keep the others waiting, at their first try or later', async () => {
    const engine = await servers.engine({ relay: { retryDelaysSeconds: Array(20).fill(1) } });
    const tries = new Map<string, number>();
    const hanging = { first: 0, again: 0, mostAgain: 0 };
    const holds = { first: new Hold(), again: new Hold() };
    engine.sink.before = async ({ data: { sellerOrderId } }) => {
      if (sellerOrderId.startsWith('bad')) {
        const kind = tries.has(sellerOrderId) ? 'again' : 'first';
        tries.set(sellerOrderId, (tries.get(sellerOrderId) ?? 0) + 1);
        hanging[kind]++;
        hanging.mostAgain = Math.max(hanging.mostAgain, hanging.again);
        await holds[kind].wait();
        hanging[kind]--;
        throw new DispatchError('timeout', 'No answer');
      }
    };
    await outbox(engine, 'bad-', 40);
    await outbox(engine, 'good-', 20);
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 20,
    );
    expect(hanging.first).toBe(40);

    holds.first.release();
    await eventually(
      () => hanging,
      ({ first, again }) => first === 0 && again === 20,
    );
    await outbox(engine, 'later-', 20);
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 40,
    );
    expect(hanging.mostAgain).toBe(20);
    expect(engine.log.filter(({ message }) => /anew/.test(String(message)))).toEqual([]);

    engine.sink.before = () => undefined;
    holds.again.release();
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 80,
    );
    expect(new Set(engine.sink.events.map(({ id }) => id)).size).toBe(80);
  });

  it('is asked by a hundred at a time at the most, and the queue behind them is not taken for stuck', async () => {
    const engine = await servers.engine();
    const open = new AbortController();
    let hanging = 0;
    let most = 0;
    engine.sink.before = async () => {
      most = Math.max(most, ++hanging);
      await sleep(HANG_MS, undefined, { signal: open.signal }).catch(() => undefined);
      hanging--;
    };
    await outbox(engine, 'all-', 250);
    const swept = (pattern: RegExp) =>
      engine.logged('warn').filter(({ message }) => pattern.test(String(message))).length;
    await eventually(
      () => swept(/taken up again/),
      (times) => times >= 2,
    );
    open.abort();
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 250,
    );
    expect(swept(/anew/)).toBe(0);
    expect(most).toBeGreaterThan(90);
    expect(most).toBeLessThanOrEqual(100);
  });

  it('is waited for by an engine that ends', async () => {
    const database = { url: await servers.database() };
    const engine = await servers.engine({ database });
    let called = false;
    const hold = new Hold();
    engine.sink.before = async () => {
      called = true;
      await hold.wait();
    };
    await outbox(engine, 'slow-', 1);
    await eventually(
      () => called,
      (yes) => yes,
    );
    // The job ends before the receiver answers.
    await untilQueueEmpty(engine);
    const closed = engine.close();
    await eventually(
      () =>
        fetch(`${engine.url}/health/live`).then(
          () => true,
          () => false,
        ),
      (answers) => !answers,
    );
    hold.release();
    await closed;
    expect(engine.sink.events).toHaveLength(1);
    const heir = await servers.engine({ database });
    const [{ told }] = await heir.query(
      'SELECT relayed_at IS NOT NULL AS told FROM driver_dispatch.delivery_events',
    );
    expect(told).toBe(true);
  });
});

it('a receiver that works again is told of the others while what it had missed is still being hastened', async () => {
  const engine = await servers.engine({ relay: { retryDelaysSeconds: [600] } });
  engine.sink.before = () => {
    throw new DispatchError('unreachable', 'Nobody there');
  };
  await outbox(engine, 'missed-', 5);
  await eventually(
    () => engine.query('SELECT consecutive_failures AS failures FROM driver_dispatch.webhook_endpoint'),
    ([{ failures }]) => failures === 5,
  );
  let end = () => undefined as void;
  const hastening = jest
    .spyOn(engine.running.application.get(WebhookEndpointService, { strict: false }), 'hastenOutstanding')
    .mockImplementation(() => new Promise((resolve) => (end = resolve)));
  engine.sink.before = () => undefined;
  await outbox(engine, 'others-', 250);
  await eventually(
    () => engine.sink.events.length,
    (count) => count === 250,
  );
  expect(hastening).toHaveBeenCalledTimes(1);
  end();
});
