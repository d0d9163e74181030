import { alertSchema, DispatchError } from '@driver-dispatch/contract';
import { eventRows, makeOverdue, pollOutbox, writeEvents } from '../testing/outbox';
import { nextPoint } from '../testing/points';
import { createCancellation, eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { EVENT_BATCH } from './event-batches';

const servers = useTestServers();
const outbox = {
  retryDelaysSeconds: [0.3, 0.3, 0.3, 0.3, 600],
  alertAfterFailures: 3,
  alertAfterSeconds: 0.5,
};
/** Creates a cancelled order: one event, without a driver. */
async function cancelled(engine: TestEngine) {
  const { deliveryId, submissionKey } = await engine.order(nextPoint());
  await engine.send(createCancellation(submissionKey));
  return { deliveryId, submissionKey };
}

const endpoint = async (engine: TestEngine) => (await engine.get('/v1/webhook-endpoint')).body;
const alerts = async (engine: TestEngine, query = '') => (await engine.get(`/v1/alerts${query}`)).body.alerts;
const health = async (engine: TestEngine) => engine.get('/health');
const sentEvents = (sink: RecordingSink, submissionKey: string) =>
  eventually(
    () => sink.typesOf(submissionKey),
    (types) => types.length > 0,
  );

describe('an endpoint that works', () => {
  it('is active without alerts', async () => {
    const engine = await servers.engine({ outbox });
    const { submissionKey } = await cancelled(engine);
    await sentEvents(engine.sink, submissionKey);
    expect(
      await eventually(
        () => endpoint(engine),
        ({ unsent }) => unsent === 0,
      ),
    ).toEqual({
      state: 'active',
      since: expect.any(String),
      consecutiveFailures: 0,
      lastError: null,
      unsent: 0,
      deadLetters: 0,
    });
    expect(await alerts(engine, '?all=true')).toEqual([]);
    expect((await engine.get('/v1/alerts?all=maybe')).status).toBe(400);
  });
});

describe('an endpoint that answers 410', () => {
  let database: { url: string };
  let sink: RecordingSink;
  let engine: TestEngine;
  let attempts: string[];
  const orders: { deliveryId: string; submissionKey: string }[] = [];

  beforeAll(async () => {
    database = { url: await servers.database() };
    sink = new RecordingSink();
    attempts = [];
    sink.before = ({ data }) => {
      attempts.push(data.submissionKey);
      throw new DispatchError('endpoint_gone', 'Gone');
    };
    engine = await servers.engine({ database, sink, outbox });
  });

  it('is stopped for all deliveries, without dead letters', async () => {
    orders.push(await cancelled(engine));
    const stopped = await eventually(
      () => endpoint(engine),
      ({ state }) => state === 'stopped',
    );
    expect(stopped).toMatchObject({
      unsent: 1,
      deadLetters: 0,
      lastError: expect.objectContaining({ code: 'endpoint_gone' }),
    });
    orders.push(await cancelled(engine), await cancelled(engine));
    await makeOverdue(engine);
    await pollOutbox(engine, 3);
    expect(attempts).toEqual([orders[0].submissionKey]);
    expect(await endpoint(engine)).toMatchObject({ state: 'stopped', unsent: 3, deadLetters: 0 });
    const [row] = await engine.query(
      'SELECT attempts FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1',
      [orders[0].deliveryId],
    );
    expect(row.attempts).toBe(0);
  });

  it('raises one alert and a warning in /health', async () => {
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
    engine = await servers.engine({ database, sink, outbox });
    orders.push(await cancelled(engine));
    await makeOverdue(engine);
    await pollOutbox(engine, 3);
    expect(attempts).toHaveLength(1);
    expect(await endpoint(engine)).toMatchObject({ state: 'stopped', unsent: 4 });
  });

  it('gets all unsent events after an operator resumes it', async () => {
    sink.before = () => undefined;
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume');
    expect([status, body.state]).toEqual([200, 'active']);
    for (const { submissionKey } of orders) {
      expect(await sentEvents(sink, submissionKey)).toEqual(['delivery.cancelled']);
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

  it('stays active when resumed twice', async () => {
    await eventually(
      () => endpoint(engine),
      ({ unsent }) => unsent === 0,
    );
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume', {});
    expect([status, body]).toEqual([200, expect.objectContaining({ state: 'active', unsent: 0 })]);
  });
});

describe('a resumed endpoint', () => {
  const stop = (engine: TestEngine) =>
    engine.query(`UPDATE driver_dispatch.webhook_endpoint SET state = 'stopped', since = now()`);

  it('gets all unsent events, in batches', async () => {
    const engine = await servers.engine({ outbox });
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
    const queries = jest.spyOn(engine.database, 'query');
    const { status, body } = await engine.operate('POST', '/v1/webhook-endpoint/resume');
    const batches = queries.mock.calls.filter(([text]) => /a batch of unsent events due/.test(text));
    queries.mockRestore();
    expect([status, body.state]).toEqual([200, 'active']);
    expect(batches).toHaveLength(4);
    await eventually(
      () => new Set(engine.sink.events.map(({ data }) => data.submissionKey)).size,
      (sent) => sent === many,
    );
  });

  it('stays active when an earlier request is answered with 410', async () => {
    const engine = await servers.engine({ outbox });
    let answer: () => void = () => undefined;
    let attempts = 0;
    engine.sink.before = async () => {
      if (++attempts === 1) {
        await new Promise<void>((resolve) => (answer = resolve));
        throw new DispatchError('endpoint_gone', 'Gone');
      }
    };
    const { submissionKey } = await cancelled(engine);
    await eventually(
      () => attempts,
      (count) => count === 1,
    );
    await stop(engine);
    expect((await engine.operate('POST', '/v1/webhook-endpoint/resume')).body.state).toBe('active');
    // A sweep may have raised an alert while it was stopped.
    const before = await alerts(engine, '?all=true');
    answer();
    await sentEvents(engine.sink, submissionKey);
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

describe('a failing endpoint', () => {
  it('raises one alert after several failures and resolves it with the next success', async () => {
    const engine = await servers.engine({ outbox });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Connection refused');
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
    await sentEvents(engine.sink, next.submissionKey);
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

  it('raises no alert for few failures, a short time, or rejections of single events', async () => {
    const engine = await servers.engine({ outbox: { ...outbox, alertAfterSeconds: 600 } });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Connection refused');
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

  it('gets delayed events as soon as it works again', async () => {
    const engine = await servers.engine({
      // The endpoint recovers before an alert would be raised.
      outbox: { ...outbox, retryDelaysSeconds: [0.3, 0.3, 600], alertAfterSeconds: 600 },
    });
    engine.sink.before = () => {
      throw new DispatchError('unreachable', 'Connection refused');
    };
    const early = await cancelled(engine);
    await eventually(
      () => endpoint(engine),
      ({ consecutiveFailures }) => consecutiveFailures === 3,
    );
    engine.sink.before = () => undefined;
    const late = await cancelled(engine);
    await sentEvents(engine.sink, late.submissionKey);
    // The next attempt was scheduled ten minutes later.
    await eventually(
      () => engine.sink.typesOf(early.submissionKey),
      (types) => types.length === 1,
    );
  });

  it('gets retries without dead letters when a clock is wrong', async () => {
    const engine = await servers.engine({ outbox: { ...outbox, retryDelaysSeconds: [0.1] } });
    let attempts = 0;
    engine.sink.before = () => {
      if (++attempts <= 2) {
        throw new DispatchError('timestamp_out_of_tolerance', 'More than five minutes off');
      }
    };
    const { submissionKey } = await cancelled(engine);
    await sentEvents(engine.sink, submissionKey);
    expect((await endpoint(engine)).deadLetters).toBe(0);
  });

  it('gets no requests until its retry-after', async () => {
    const engine = await servers.engine({ outbox });
    let attempts = 0;
    engine.sink.before = () => {
      if (++attempts === 1) {
        throw new DispatchError('rate_limited', 'Slower', { retryAfterSeconds: 2 });
      }
    };
    const { deliveryId, submissionKey } = await cancelled(engine);
    await sentEvents(engine.sink, submissionKey);
    const [{ waited }] = await engine.query(
      `SELECT extract(epoch FROM next_attempt_at - at)::float8 AS waited
       FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = 1`,
      [deliveryId],
    );
    expect(waited).toBeGreaterThanOrEqual(2);
  });

  it('gets no event of a batch until its retry-after', async () => {
    const engine = await servers.engine({ outbox });
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

  it('is stopped by a batch answered with 410, which keeps every event', async () => {
    const engine = await servers.engine({ outbox });
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
