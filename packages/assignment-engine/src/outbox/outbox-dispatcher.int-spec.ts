import { DispatchError, newSubmissionKey } from '@driver-dispatch/contract';
import { eventRows, makeOverdue, pollOutbox, writeEvents } from '../testing/outbox';
import { nextPoint } from '../testing/points';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { EXAMINED_PER_POLL } from './outbox-listener';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;
let driverCount = 0;

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({
    sink,
    outbox: { retryDelaysSeconds: [0.3, 0.6, 0.9, ...Array(50).fill(1)] },
  });
});
beforeEach(() => {
  sink.before = () => undefined;
});

const unreachable = () => new DispatchError('unreachable', 'Connection refused');
const rejection = () => new DispatchError('not_found', 'No such order');

/** Creates an order that is assigned, picked up and delivered: three events. */
async function delivered(engine: TestEngine) {
  const point = nextPoint();
  const driverId = `driver-${++driverCount}`;
  await engine.driverAt(driverId, point);
  const { deliveryId, submissionKey } = await engine.order(point);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
  return { deliveryId, submissionKey };
}

const ALL = ['delivery.assigned', 'delivery.picked_up', 'delivery.delivered'];
const sentEvents = (submissionKey: string, count = 3, by = sink) =>
  eventually(
    () => by.typesOf(submissionKey),
    (types) => types.length >= count,
  );
const eventRow = async (deliveryId: string, sequence: number, by = engine) => {
  const [row] = await by.query(
    'SELECT * FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence = $2',
    [deliveryId, sequence],
  );
  return row;
};
const deadLetters = async (by = engine) => (await by.get('/v1/dead-letters')).body.deadLetters;

describe('events of a delivery', () => {
  it('are sent in order, each once, with unique ids', async () => {
    const { submissionKey, deliveryId } = await delivered(engine);
    expect(await sentEvents(submissionKey)).toEqual(ALL);
    const events = sink.events.filter(({ data }) => data.deliveryId === deliveryId);
    expect(events.map(({ data }) => data.sequence)).toEqual([1, 2, 3]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    await eventually(
      () => eventRow(deliveryId, 3),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    expect(sink.typesOf(submissionKey)).toEqual(ALL);
  });

  it('are resent with increasing delays and the same id until acknowledged', async () => {
    const schedule = [600, 6_000, 60_000];
    const engine = await servers.engine({ outbox: { retryDelaysSeconds: schedule } });
    const ids: string[] = [];
    engine.sink.before = ({ id }) => {
      if (ids.push(id) <= schedule.length) {
        throw unreachable();
      }
    };
    await writeEvents(engine, 'retried-', 1);
    for (const [i, seconds] of schedule.entries()) {
      const [{ wait }] = await eventually(
        () =>
          engine.query(
            `SELECT attempts, extract(epoch FROM next_attempt_at - now())::float8 AS wait
             FROM driver_dispatch.delivery_events`,
          ),
        ([{ attempts }]) => attempts === i + 1,
      );
      expect(wait).toBeGreaterThan(seconds / 2);
      expect(wait).toBeLessThanOrEqual(seconds * 1.2);
      await pollOutbox(engine, 2);
      expect(ids).toHaveLength(i + 1);
      await makeOverdue(engine);
    }
    await eventually(
      () => engine.sink.events.length,
      (count) => count === 1,
    );
    expect(new Set(ids).size).toBe(1);
    await engine.close();
  });

  it('are resent after a lost response', async () => {
    let attempts = 0;
    sink.before = (event) => {
      if (++attempts === 1) {
        sink.events.push(event);
        throw new DispatchError('timeout', 'The response was lost');
      }
    };
    const point = nextPoint();
    await engine.driverAt('twice', point);
    const { submissionKey } = await engine.order(point);
    await sentEvents(submissionKey, 2);
    const [first, second] = sink.events.filter(({ data }) => data.submissionKey === submissionKey);
    expect(second).toEqual(first);
  });

  it('are not sent before the previous event is acknowledged', async () => {
    let failing = true;
    const attempted: number[] = [];
    sink.before = (event) => {
      attempted.push(event.data.sequence);
      if (failing) {
        throw unreachable();
      }
    };
    const { submissionKey } = await delivered(engine);
    await eventually(
      () => attempted.length,
      (count) => count >= 2,
    );
    expect(new Set(attempted)).toEqual(new Set([1]));
    failing = false;
    expect(await sentEvents(submissionKey)).toEqual(ALL);
  });

  it('do not delay events of other deliveries after a failure', async () => {
    const failing: string[] = [];
    sink.before = (event) => {
      if (failing.length === 0 || failing[0] === event.data.submissionKey) {
        failing[0] = event.data.submissionKey;
        throw unreachable();
      }
    };
    const bad = await delivered(engine);
    await eventually(
      () => failing,
      ([order]) => order === bad.submissionKey,
    );
    const good = await delivered(engine);
    expect(await sentEvents(good.submissionKey)).toEqual(ALL);
    expect(sink.typesOf(bad.submissionKey)).toEqual([]);
    failing[0] = 'none';
    expect(await sentEvents(bad.submissionKey)).toEqual(ALL);
  });

  it('are not delayed while the endpoint hangs on another delivery', async () => {
    let release!: () => void;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    let hangingKey: string | undefined;
    sink.before = async (event) => {
      hangingKey ??= event.data.submissionKey;
      if (event.data.submissionKey === hangingKey) {
        await hanging;
      }
    };
    const slow = await delivered(engine);
    const quick = await delivered(engine);
    expect(await sentEvents(quick.submissionKey)).toEqual(ALL);
    expect(sink.typesOf(slow.submissionKey)).toEqual([]);
    release();
    expect(await sentEvents(slow.submissionKey)).toEqual(ALL);
  });
});

describe('a dead letter', () => {
  it('is an event that Vendure rejects, and blocks only later events of its delivery', async () => {
    let rejected: string | undefined;
    let attempts = 0;
    sink.before = (event) => {
      rejected ??= event.data.submissionKey;
      if (event.data.submissionKey === rejected) {
        attempts++;
        throw rejection();
      }
    };
    const bad = await delivered(engine);
    const [letter] = await eventually(
      () => deadLetters(),
      (letters) => letters.length === 1,
    );
    expect(letter).toMatchObject({
      deliveryId: bad.deliveryId,
      sequence: 1,
      type: 'delivery.assigned',
      sendAttempts: 1,
      lastError: { code: 'not_found', message: 'No such order' },
    });
    const good = await delivered(engine);
    expect(await sentEvents(good.submissionKey)).toEqual(ALL);
    expect([attempts, sink.typesOf(bad.submissionKey)]).toEqual([1, []]);
    expect(engine.logged('error')).toContainEqual(expect.objectContaining({ deliveryId: bad.deliveryId }));

    sink.before = () => undefined;
    const { status, body } = await engine.operate('POST', '/v1/dead-letters/replay', {
      deliveryId: bad.deliveryId,
    });
    expect([status, body]).toEqual([200, { replayed: 1 }]);
    expect(await sentEvents(bad.submissionKey)).toEqual(ALL);
    expect(await deadLetters()).toEqual([]);
  });

  it('is an unsent event at the end of the retry schedule, until a replay', async () => {
    const brief = await servers.engine({ outbox: { retryDelaysSeconds: [0.3, 0.6, 0.9] } });
    brief.sink.before = () => {
      throw unreachable();
    };
    const orders = [await delivered(brief), await delivered(brief)];
    const letters = await eventually(
      () => deadLetters(brief),
      (found) => found.length === 2,
    );
    expect(letters.map(({ sendAttempts }: any) => sendAttempts)).toEqual([4, 4]);
    // A replayed event has all its attempts again.
    let failures = 2;
    brief.sink.before = () => {
      if (failures-- > 0) {
        throw unreachable();
      }
    };
    expect((await brief.operate('POST', '/v1/dead-letters/replay')).body).toEqual({ replayed: 2 });
    for (const { submissionKey } of orders) {
      expect(await sentEvents(submissionKey, 3, brief.sink)).toEqual(ALL);
    }
    expect((await brief.operate('POST', '/v1/dead-letters/replay', {})).body).toEqual({ replayed: 0 });
    await brief.close();
  });

  it.each(['not_found', 'idempotency_conflict', 'identity_mismatch'] as const)(
    'is an event that Vendure answers with %s, without a failure of the endpoint',
    async (code) => {
      const failures = async () => (await engine.get('/v1/webhook-endpoint')).body.consecutiveFailures;
      const before = await failures();
      sink.before = () => {
        throw new DispatchError(code, 'No such order');
      };
      await writeEvents(engine, `${code}-`, 1);
      const rows = () => eventRows(engine, `${code}-`);
      const [row] = await eventually(rows, ([event]) => event.attempts > 0);
      expect(row).toMatchObject({ attempts: 1, dead_at: expect.any(Date) });
      expect(await failures()).toBe(before);
      sink.before = () => undefined;
      await engine.operate('POST', '/v1/dead-letters/replay', { eventId: row.id });
      await eventually(rows, ([event]) => event.acknowledged_at !== null);
    },
  );

  it('is not replayed for a delivery id that is not a UUID', async () => {
    expect((await engine.operate('POST', '/v1/dead-letters/replay', { deliveryId: 'x' })).status).toBe(400);
  });
});

describe('an event of a stopped engine', () => {
  it('is sent after its lease has expired', async () => {
    const engine = await servers.engine({ outbox: { retryDelaysSeconds: [600] } });
    engine.sink.before = () => {
      throw unreachable();
    };
    const point = nextPoint();
    await engine.driverAt('orphan', point);
    const { deliveryId, submissionKey } = await engine.order(point);
    await eventually(
      () => eventRow(deliveryId, 1, engine),
      ({ attempts }) => attempts === 1,
    );
    // The state after a process stopped while it held the lease.
    await engine.query(
      `UPDATE driver_dispatch.delivery_events
       SET next_attempt_at = now() - interval '10 seconds', lease_until = now() + interval '3 seconds'
       WHERE delivery_id = $1 AND sequence = 1`,
      [deliveryId],
    );
    const { lease_until: until } = await eventRow(deliveryId, 1, engine);
    let takenOverAt = 0;
    engine.sink.before = () => {
      takenOverAt = Date.now();
    };
    await sentEvents(submissionKey, 1, engine.sink);
    expect(takenOverAt).toBeGreaterThanOrEqual(until.getTime());
    expect(engine.logged('warn').map(({ message }) => message)).toContain(
      'Event leases expired, sending events again',
    );
    await engine.close();
  });

  it('has a lease of twice the request timeout', async () => {
    const leases: number[] = [];
    const own = new RecordingSink();
    const timeoutSeconds = 10;
    const quick = await servers.engine({ sink: own, outbox: { timeoutSeconds } });
    const driverId = 'quick';
    const complete = (deliveryId: string) =>
      quick.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
    own.before = async ({ id, type, data: { deliveryId } }) => {
      const [{ seconds }] = await quick.query(
        `SELECT extract(epoch FROM lease_until - now())::float8 AS seconds
         FROM driver_dispatch.delivery_events WHERE id = $1`,
        [id],
      );
      leases.push(seconds);
      if (type === 'delivery.assigned') {
        await quick.drivers.pickUp({ deliveryId, driverId });
      }
    };
    const point = nextPoint();
    await quick.driverAt(driverId, point);
    const { deliveryId, submissionKey } = await quick.order(point);
    await eventually(
      () => quick.delivery(deliveryId),
      ({ events }) => events.at(-1).acknowledgedAt !== null,
    );
    await complete(deliveryId);
    await sentEvents(submissionKey, 3, own);
    expect(leases).toHaveLength(3);
    expect(Math.max(...leases)).toBeLessThanOrEqual(2 * timeoutSeconds);
    expect(Math.min(...leases)).toBeGreaterThan(timeoutSeconds);
  });

  it('is taken over by another engine', async () => {
    const stopped = new RecordingSink();
    stopped.before = () => {
      throw unreachable();
    };
    const database = { url: await servers.database() };
    const outbox = { retryDelaysSeconds: [1, 1, 1, 1, 1, 1] };
    const first = await servers.engine({ database, sink: stopped, outbox });
    const point = nextPoint();
    await first.driverAt('taken-over', point);
    const { deliveryId, submissionKey } = await first.order(point);
    await eventually(
      () => first.delivery(deliveryId),
      ({ events }) => events[1].sendAttempts > 0,
    );
    await first.close();
    const next = new RecordingSink();
    await servers.engine({ database, sink: next, outbox });
    await eventually(
      () => next.typesOf(submissionKey),
      (types) => types.length === 1,
    );
  });

  it('is taken over although many older events are blocked by dead letters', async () => {
    const blocked = await delivered(engine);
    await sentEvents(blocked.submissionKey);
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events
         (delivery_id, sequence, type, state, actor, next_attempt_at, dead_at)
       SELECT $1, 4 + n, 'delivery.cancelled', 'CANCELLED', 'test', now() - interval '1 hour',
         CASE WHEN n = 0 THEN now() END
       FROM generate_series(0, $2::int) AS n`,
      [blocked.deliveryId, EXAMINED_PER_POLL],
    );
    const forgotten = newSubmissionKey();
    const [{ id }] = await engine.query(
      `INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, finished_at)
       VALUES ($1, 'forgotten', 'FORGOTTEN', '1', 'CANCELLED', now()) RETURNING id`,
      [forgotten],
    );
    // An expired lease sends no notification.
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events
         (delivery_id, sequence, type, state, actor, next_attempt_at, lease_until)
       VALUES ($1, 1, 'delivery.cancelled', 'CANCELLED', 'test', now() - interval '1 minute',
         now() - interval '1 second')`,
      [id],
    );
    expect(await sentEvents(forgotten, 1)).toEqual(['delivery.cancelled']);
    await engine.query(
      `DELETE FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 3`,
      [blocked.deliveryId],
    );
  });

  it('is sent once by one of two engines', async () => {
    const database = { url: await servers.database() };
    const shared = new RecordingSink();
    let sending = 0;
    let maxSending = 0;
    shared.before = async () => {
      maxSending = Math.max(maxSending, ++sending);
      await new Promise((resolve) => setTimeout(resolve, 30));
      sending--;
    };
    const engines = [
      await servers.engine({ database, sink: shared }),
      await servers.engine({ database, sink: shared }),
    ];
    const point = nextPoint();
    await engines[0].driverAt('shared', point);
    const { deliveryId, submissionKey } = await engines[0].order(point);
    await engines[1].drivers.pickUp({ deliveryId, driverId: 'shared' });
    await engines[0].drivers.complete({ deliveryId, driverId: 'shared', proof: { kind: 'pin', pin: '1' } });
    await eventually(
      () => shared.typesOf(submissionKey),
      (types) => types.length === 3,
    );
    expect(shared.typesOf(submissionKey)).toEqual(ALL);
    expect(maxSending).toBe(1);
  });
});

it('leaves the events to other engines if the outbox is disabled', async () => {
  const database = { url: await servers.database() };
  const unused = new RecordingSink();
  const disabled = await servers.engine({ database, sink: unused, outbox: { enabled: false } });
  const point = nextPoint();
  await disabled.driverAt('other-sender', point);
  const { submissionKey } = await disabled.order(point);
  expect((await disabled.get('/health')).body).toMatchObject({ status: 'up', components: { queue: 'up' } });
  const sender = await servers.engine({ database });
  await eventually(
    () => sender.sink.typesOf(submissionKey),
    (types) => types.length === 1,
  );
  expect(unused.events).toEqual([]);
});
