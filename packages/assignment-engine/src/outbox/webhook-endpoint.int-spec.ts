import { alertSchema, DispatchError } from '@driver-dispatch/contract';
import { eventRows, makeOverdue, pollOutbox, writeEvents } from '../testing/outbox';
import { nextPlace } from '../testing/places';
import { cancellationOf, eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { EVENT_BATCH } from './event-batches';

const servers = useTestServers();
const relay = {
  retryDelaysSeconds: [0.3, 0.3, 0.3, 0.3, 600],
  alertAfterFailures: 3,
  alertAfterSeconds: 0.5,
};
/** A cancelled order: one event, and no driver needed. */
async function cancelled(engine: TestEngine) {
  const { deliveryId, submissionKey } = await engine.order(nextPlace());
  await engine.send(cancellationOf(submissionKey));
  return { deliveryId, submissionKey };
}

const endpoint = async (engine: TestEngine) => (await engine.get('/v1/webhook-endpoint')).body;
const alerts = async (engine: TestEngine, query = '') => (await engine.get(`/v1/alerts${query}`)).body.alerts;
const health = async (engine: TestEngine) => engine.get('/health');
const told = (sink: RecordingSink, submissionKey: string) =>
  eventually(
    () => sink.typesOf(submissionKey),
    (types) => types.length > 0,
  );

describe('an endpoint that works', () => {
  it('is active, and nothing is alerted to', async () => {
    const engine = await servers.engine({ relay });
    const { submissionKey } = await cancelled(engine);
    await told(engine.sink, submissionKey);
    expect(
      await eventually(
        () => endpoint(engine),
        ({ unsent }) => unsent === 0,
      ),
    ).toEqual({
      state: 'active', since: expect.any(String), consecutiveFailures: 0, lastError: null,
      unsent: 0, deadLetters: 0,
    });
    expect(await alerts(engine, '?all=true')).toEqual([]);
    expect((await engine.get('/v1/alerts?all=maybe')).status).toBe(400);
  });
});

describe('an endpoint that answers 410', () => {
  let database: { url: string };
  let sink: RecordingSink;
  let engine: TestEngine;
  let tries: string[];
  const orders: { deliveryId: string; submissionKey: string }[] = [];

  beforeAll(async () => {
    database = { url: await servers.database() };
    sink = new RecordingSink();
    tries = [];
    sink.before = ({ data }) => {
      tries.push(data.submissionKey);
      throw new DispatchError('endpoint_gone', 'Gone');
    };
    engine = await servers.engine({ database, sink, relay });
  });

  it('is stopped for every delivery, and nothing dies of it', async () => {
    orders.push(await cancelled(engine));
    const stopped = await eventually(
      () => endpoint(engine),
      ({ state }) => state === 'stopped',
    );
    expect(stopped).toMatchObject({
      unsent: 1,
      deadLetters: 0,
      lastError: expect.stringContaining('Gone'),
    });
    orders.push(await cancelled(engine), await cancelled(engine));
    await makeOverdue(engine);
    await pollOutbox(engine, 3);
    expect(tries).toEqual([orders[0].submissionKey]);
    expect(await endpoint(engine)).toMatchObject({ state: 'stopped', unsent: 3, deadLetters: 0 });
    const [row] = await engine.query(
      'SELECT attempts FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1',
      [orders[0].deliveryId],
    );
    expect(row.attempts).toBe(0);
  });

  it('is alerted to once, and a warning of /health', async () => {
    const [alert, ...others] = await alerts(engine);
    expect(others).toEqual([]);
    expect(alertSchema.parse(alert)).toMatchObject({ type: 'webhook_endpoint.stopped', resolvedAt: null });
    expect(engine.logged('error').filter((line) => line.alert === 'webhook_endpoint.stopped')).toHaveLength(
      1,
    );
    expect(await health(engine)).toMatchObject({
      status: 200,
      body: { status: 'degraded', components: { queue: 'up' }, warnings: ['webhook_endpoint.stopped'] },
    });
  });

  it('stays stopped for another engine, and after a restart', async () => {
    await engine.close();
    engine = await servers.engine({ database, sink, relay });
    orders.push(await cancelled(engine));
    await makeOverdue(engine);
    await pollOutbox(engine, 3);
    expect(tries).toHaveLength(1);
    expect(await endpoint(engine)).toMatchObject({ state: 'stopped', unsent: 4 });
  });

  it('is told of all that is unsent once an operator resumes it', async () => {
    sink.before = () => undefined;
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume');
    expect([status, body.state]).toEqual([200, 'active']);
    for (const { submissionKey } of orders) {
      expect(await told(sink, submissionKey)).toEqual(['delivery.cancelled']);
    }
    expect(await alerts(engine)).toEqual([]);
    const [resolved] = await alerts(engine, '?all=true');
    expect(alertSchema.parse(resolved).resolvedAt).not.toBeNull();
    expect(engine.logged('info').filter((line) => line.alert === 'webhook_endpoint.stopped')).toHaveLength(1);
    await eventually(
      () => health(engine),
      (answer) => answer.body.status === 'up',
    );
  });

  it('is resumed twice without harm', async () => {
    await eventually(
      () => endpoint(engine),
      ({ unsent }) => unsent === 0,
    );
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume', {});
    expect([status, body]).toEqual([200, expect.objectContaining({ state: 'active', unsent: 0 })]);
  });
});

describe('an endpoint that is resumed', () => {
  const stop = (engine: TestEngine) =>
    engine.query(`UPDATE driver_dispatch.webhook_endpoint SET state = 'stopped', since = now()`);

  it('is told of all that is unsent, however much that is', async () => {
    const engine = await servers.engine({ relay });
    await stop(engine);
    const many = 2 * EVENT_BATCH + 1;
    await engine.query(
      `INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, finished_at)
       SELECT rpad('many-' || n || '-', 22, 'x'), n, 'MANY', '1', 'CANCELLED', now() FROM generate_series(1, $1::int) AS n`,
      [many],
    );
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events
         (delivery_id, sequence, type, state, actor, attempts, next_attempt_at)
       SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'test', 0, now() + interval '1 hour'
       FROM driver_dispatch.deliveries WHERE submission_key LIKE 'many-%'`,
    );
    const asked = jest.spyOn(engine.database, 'query');
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume');
    const batches = asked.mock.calls.filter(([text]) => /a batch of unsent events due/.test(text));
    asked.mockRestore();
    expect([status, body.state]).toEqual([200, 'active']);
    expect(batches).toHaveLength(4);
    await eventually(
      () => new Set(engine.sink.events.map(({ data }) => data.submissionKey)).size,
      (told) => told === many,
    );
  });

  it('stays so when a request is answered 410 that was sent before', async () => {
    const engine = await servers.engine({ relay });
    let answer: () => void = () => undefined;
    let tries = 0;
    engine.sink.before = async () => {
      if (++tries === 1) {
        await new Promise<void>((resolve) => (answer = resolve));
        throw new DispatchError('endpoint_gone', 'Gone');
      }
    };
    const { submissionKey } = await cancelled(engine);
    await eventually(
      () => tries,
      (count) => count === 1,
    );
    await stop(engine);
    expect((await engine.operate('POST', '/v1/webhook-endpoint/resume')).body.state).toBe('active');
    // A sweep may have seen it stopped.
    const before = await alerts(engine, '?all=true');
    answer();
    await told(engine.sink, submissionKey);
    expect((await endpoint(engine)).state).toBe('active');
    expect(await alerts(engine, '?all=true')).toEqual(before);
    engine.sink.before = () => {
      throw new DispatchError('endpoint_gone', 'Gone');
    };
    await cancelled(engine);
    await eventually(
      () => endpoint(engine),
      ({ state }) => state === 'stopped',
    );
  });
});

describe('an endpoint that fails', () => {
  it('is alerted to once after so many failures, until it takes an event', async () => {
    const engine = await servers.engine({ relay });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Nobody there');
    };
    const { submissionKey } = await cancelled(engine);
    const failing = await eventually(
      () => endpoint(engine),
      ({ state }) => state === 'failing',
    );
    expect(failing.consecutiveFailures).toBeGreaterThanOrEqual(3);
    const [alert] = await eventually(
      () => alerts(engine),
      (found) => found.length === 1,
    );
    expect(alertSchema.parse(alert).type).toBe('webhook_endpoint.failing');
    expect(await health(engine)).toMatchObject({
      status: 200,
      body: { status: 'degraded', warnings: ['webhook_endpoint.failing'] },
    });
    await eventually(
      () => endpoint(engine),
      ({ consecutiveFailures }) => consecutiveFailures === 5,
    );
    expect(engine.sink.typesOf(submissionKey)).toEqual([]);

    engine.sink.before = () => undefined;
    const next = await cancelled(engine);
    await told(engine.sink, next.submissionKey);
    await eventually(
      () => alerts(engine),
      (found) => found.length === 0,
    );
    expect(await endpoint(engine)).toMatchObject({
      state: 'active',
      consecutiveFailures: 0,
      lastError: null,
    });
    expect(await alerts(engine, '?all=true')).toHaveLength(1);
    const lines = engine.log.filter((line) => line.alert === 'webhook_endpoint.failing');
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
  });

  it('is not alerted to for few failures, many in a short time, or what is said of single events', async () => {
    const engine = await servers.engine({ relay: { ...relay, alertAfterSeconds: 600 } });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Nobody there');
    };
    await cancelled(engine);
    await cancelled(engine);
    await eventually(
      () => endpoint(engine),
      ({ consecutiveFailures }) => consecutiveFailures === 10,
    );
    expect((await endpoint(engine)).state).toBe('active');
    expect(await alerts(engine, '?all=true')).toEqual([]);
    engine.sink.before = () => {
      throw new DispatchError('not_found', 'No such order');
    };
    await cancelled(engine);
    await eventually(
      () => endpoint(engine),
      ({ deadLetters }) => deadLetters === 1,
    );
    expect((await endpoint(engine)).consecutiveFailures).toBe(10);
  });

  it('is told of what its failures had put off as soon as it works again', async () => {
    const engine = await servers.engine({
      // Long before there would be an alert.
      relay: { ...relay, retryDelaysSeconds: [0.3, 0.3, 600], alertAfterSeconds: 600 },
    });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Nobody there');
    };
    const early = await cancelled(engine);
    await eventually(
      () => endpoint(engine),
      ({ consecutiveFailures }) => consecutiveFailures === 3,
    );
    engine.sink.before = () => undefined;
    const late = await cancelled(engine);
    await told(engine.sink, late.submissionKey);
    // Its next try was ten minutes away.
    await eventually(
      () => engine.sink.typesOf(early.submissionKey),
      (types) => types.length === 1,
    );
  });

  it("is tried again soon when a clock is wrong, which is no event's fault", async () => {
    const engine = await servers.engine({ relay: { ...relay, retryDelaysSeconds: [0.1] } });
    let tries = 0;
    engine.sink.before = () => {
      if (++tries <= 2) {
        throw new DispatchError('timestamp_out_of_tolerance', 'Five minutes at the most');
      }
    };
    const { submissionKey } = await cancelled(engine);
    await told(engine.sink, submissionKey);
    expect((await endpoint(engine)).deadLetters).toBe(0);
  });

  it('is left alone for as long as it asks to be', async () => {
    const engine = await servers.engine({ relay });
    let tries = 0;
    engine.sink.before = () => {
      if (++tries === 1) {
        throw new DispatchError('rate_limited', 'Slower', { retryAfterSeconds: 2 });
      }
    };
    const { deliveryId, submissionKey } = await cancelled(engine);
    await told(engine.sink, submissionKey);
    const [{ waited }] = await engine.query(
      `SELECT extract(epoch FROM next_attempt_at - at)::float8 AS waited
       FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1`,
      [deliveryId],
    );
    expect(waited).toBeGreaterThanOrEqual(2);
  });

  it('is left alone by a whole batch when it asks to be', async () => {
    const engine = await servers.engine({ relay });
    engine.sink.beforeBatch = () => {
      throw new DispatchError('rate_limited', 'Slower', { retryAfterSeconds: 600 });
    };
    await writeEvents(engine, 'slower-', 3);
    const rows = await eventually(
      () => eventRows(engine, 'slower-'),
      (events) => events.every(({ attempts }) => attempts === 1),
    );
    const waits = rows.map(({ next_attempt_at, at }) => next_attempt_at - at);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(600_000);
    expect(engine.sink.batches.map(({ length }) => length)).toEqual([3]);
  });

  it('is stopped by a batch that is answered 410, with every event kept', async () => {
    const engine = await servers.engine({ relay });
    engine.sink.beforeBatch = () => {
      throw new DispatchError('endpoint_gone', 'Gone');
    };
    await writeEvents(engine, 'gone-', 3);
    await eventually(
      () => endpoint(engine),
      ({ state }) => state === 'stopped',
    );
    await pollOutbox(engine, 2);
    expect(engine.sink.batches).toHaveLength(1);
    engine.sink.beforeBatch = () => undefined;
    await engine.operate('POST', '/v1/webhook-endpoint/resume');
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 3,
    );
    expect((await eventRows(engine, 'gone-')).map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
  });
});
