import { DispatchError, newSubmissionKey } from '@driver-dispatch/contract';
import { eventRows, makeOverdue, pollOutbox, writeEvents } from '../testing/outbox';
import { nextPlace } from '../testing/places';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { EXAMINED_PER_POLL } from './outbox-listener';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;
let made = 0;

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({
    sink,
    relay: { retryDelaysSeconds: [0.3, 0.6, 0.9, ...Array(50).fill(1)] },
  });
});
beforeEach(() => {
  sink.before = () => undefined;
});

const unreachable = () => new DispatchError('unreachable', 'Nobody there');
const refusal = () => new DispatchError('not_found', 'Not for me');

/** An order that is assigned, picked up and delivered: three events. */
async function delivered(engine: TestEngine) {
  const place = nextPlace();
  const driverId = `driver-${++made}`;
  await engine.driverAt(driverId, place);
  const { deliveryId, submissionKey } = await engine.order(place);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
  return { deliveryId, submissionKey };
}

const ALL = ['delivery.assigned', 'delivery.picked_up', 'delivery.delivered'];
const told = (submissionKey: string, count = 3, by = sink) =>
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

describe("a delivery's events", () => {
  it('reach Vendure in order, each once, with an id of its own', async () => {
    const { submissionKey, deliveryId } = await delivered(engine);
    expect(await told(submissionKey)).toEqual(ALL);
    const events = sink.events.filter(({ data }) => data.deliveryId === deliveryId);
    expect(events.map(({ data }) => data.sequence)).toEqual([1, 2, 3]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    await eventually(
      () => eventRow(deliveryId, 3),
      ({ acknowledged_at }) => acknowledged_at !== null,
    );
    expect(sink.typesOf(submissionKey)).toEqual(ALL);
  });

  it('are tried again, later each time, with the same id, until they are taken', async () => {
    const schedule = [600, 6_000, 60_000];
    const engine = await servers.engine({ relay: { retryDelaysSeconds: schedule } });
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

  it('come at least once: an event whose answer was lost is sent again', async () => {
    let taken = 0;
    sink.before = (event) => {
      if (++taken === 1) {
        sink.events.push(event);
        throw new DispatchError('timeout', 'The answer was lost');
      }
    };
    const place = nextPlace();
    await engine.driverAt('twice', place);
    const { submissionKey } = await engine.order(place);
    await told(submissionKey, 2);
    const [first, second] = sink.events.filter(({ data }) => data.submissionKey === submissionKey);
    expect(second).toEqual(first);
  });

  it('wait for the one before them', async () => {
    let refusing = true;
    const attempted: number[] = [];
    sink.before = (event) => {
      attempted.push(event.data.sequence);
      if (refusing) {
        throw unreachable();
      }
    };
    const { submissionKey } = await delivered(engine);
    await eventually(
      () => attempted.length,
      (count) => count >= 2,
    );
    expect(new Set(attempted)).toEqual(new Set([1]));
    refusing = false;
    expect(await told(submissionKey)).toEqual(ALL);
  });

  it("do not hold up another delivery's", async () => {
    const stuck: string[] = [];
    sink.before = (event) => {
      if (stuck.length === 0 || stuck[0] === event.data.submissionKey) {
        stuck[0] = event.data.submissionKey;
        throw unreachable();
      }
    };
    const bad = await delivered(engine);
    await eventually(
      () => stuck,
      ([order]) => order === bad.submissionKey,
    );
    const good = await delivered(engine);
    expect(await told(good.submissionKey)).toEqual(ALL);
    expect(sink.typesOf(bad.submissionKey)).toEqual([]);
    stuck[0] = 'nobody';
    expect(await told(bad.submissionKey)).toEqual(ALL);
  });

  it("are not held up by a receiver that hangs on another's", async () => {
    let release!: () => void;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    let hung: string | undefined;
    sink.before = async (event) => {
      hung ??= event.data.submissionKey;
      if (event.data.submissionKey === hung) {
        await hanging;
      }
    };
    const slow = await delivered(engine);
    const quick = await delivered(engine);
    expect(await told(quick.submissionKey)).toEqual(ALL);
    expect(sink.typesOf(slow.submissionKey)).toEqual([]);
    release();
    expect(await told(slow.submissionKey)).toEqual(ALL);
  });
});

describe('a dead letter', () => {
  it('is what Vendure refuses for good; it holds back the later events of its own delivery only', async () => {
    let poisoned: string | undefined;
    let attempts = 0;
    sink.before = (event) => {
      poisoned ??= event.data.submissionKey;
      if (event.data.submissionKey === poisoned) {
        attempts++;
        throw refusal();
      }
    };
    const bad = await delivered(engine);
    const [letter] = await eventually(
      () => deadLetters(),
      (letters) => letters.length === 1,
    );
    expect(letter).toMatchObject({
      deliveryId: bad.deliveryId, sequence: 1, type: 'delivery.assigned', sendAttempts: 1,
      lastError: expect.stringContaining('Not for me'),
    });
    const good = await delivered(engine);
    expect(await told(good.submissionKey)).toEqual(ALL);
    expect([attempts, sink.typesOf(bad.submissionKey)]).toEqual([1, []]);
    expect(engine.logged('error')).toContainEqual(expect.objectContaining({ deliveryId: bad.deliveryId }));

    sink.before = () => undefined;
    const { status, body } = await engine.operate('POST', '/v1/dead-letters/replay', {
      deliveryId: bad.deliveryId,
    });
    expect([status, body]).toEqual([200, { replayed: 1 }]);
    expect(await told(bad.submissionKey)).toEqual(ALL);
    expect(await deadLetters()).toEqual([]);
  });

  it('is what could not be told at the end of the schedule; all are replayed at once', async () => {
    const brief = await servers.engine({ relay: { retryDelaysSeconds: [0.3, 0.6, 0.9] } });
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
      expect(await told(submissionKey, 3, brief.sink)).toEqual(ALL);
    }
    expect((await brief.operate('POST', '/v1/dead-letters/replay', {})).body).toEqual({ replayed: 0 });
    await brief.close();
  });

  it.each(['not_found', 'idempotency_conflict', 'identity_mismatch'] as const)(
    'is at once what Vendure answers with %s, which is no failure of the endpoint',
    async (code) => {
      const failures = async () => (await engine.get('/v1/webhook-endpoint')).body.consecutiveFailures;
      const before = await failures();
      sink.before = () => {
        throw new DispatchError(code, 'Not for me');
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

  it('is replayed by the delivery that is named only, which is a UUID', async () => {
    expect((await engine.operate('POST', '/v1/dead-letters/replay', { deliveryId: 'x' })).status).toBe(400);
  });
});

describe('an event whose process died', () => {
  it('is sent when its lease has expired, not before', async () => {
    const engine = await servers.engine({ relay: { retryDelaysSeconds: [600] } });
    engine.sink.before = () => {
      throw unreachable();
    };
    const place = nextPlace();
    await engine.driverAt('orphan', place);
    const { deliveryId, submissionKey } = await engine.order(place);
    await eventually(
      () => eventRow(deliveryId, 1, engine),
      ({ attempts }) => attempts === 1,
    );
    // As a process leaves it that died with the lease.
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
    await told(submissionKey, 1, engine.sink);
    expect(takenOverAt).toBeGreaterThanOrEqual(until.getTime());
    expect(engine.logged('warn').map(({ message }) => message)).toContain(
      'Leases expired, their events are sent again',
    );
    await engine.close();
  });

  it('was leased for twice as long as Vendure may take to answer', async () => {
    const leases: number[] = [];
    const own = new RecordingSink();
    const timeoutSeconds = 10;
    const quick = await servers.engine({ sink: own, relay: { timeoutSeconds } });
    const driverId = 'quick';
    const complete = (deliveryId: string) =>
      quick.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
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
    const place = nextPlace();
    await quick.driverAt(driverId, place);
    const { deliveryId, submissionKey } = await quick.order(place);
    await eventually(
      () => quick.delivery(deliveryId),
      ({ events }) => events.at(-1).acknowledgedAt !== null,
    );
    await complete(deliveryId);
    await told(submissionKey, 3, own);
    expect(leases).toHaveLength(3);
    expect(Math.max(...leases)).toBeLessThanOrEqual(2 * timeoutSeconds);
    expect(Math.min(...leases)).toBeGreaterThan(timeoutSeconds);
  });

  it('is taken over by another engine', async () => {
    const dying = new RecordingSink();
    dying.before = () => {
      throw unreachable();
    };
    const database = { url: await servers.database() };
    const relay = { retryDelaysSeconds: [1, 1, 1, 1, 1, 1] };
    const first = await servers.engine({ database, sink: dying, relay });
    const place = nextPlace();
    await first.driverAt('heir', place);
    const { deliveryId, submissionKey } = await first.order(place);
    await eventually(
      () => first.delivery(deliveryId),
      ({ events }) => events[1].sendAttempts > 0,
    );
    await first.close();
    const heir = new RecordingSink();
    await servers.engine({ database, sink: heir, relay });
    await eventually(
      () => heir.typesOf(submissionKey),
      (types) => types.length === 1,
    );
  });

  it('is taken over, however many older events wait behind dead letters', async () => {
    const blocked = await delivered(engine);
    await told(blocked.submissionKey);
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
    // Its lease has expired: nothing announces it.
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events
         (delivery_id, sequence, type, state, actor, next_attempt_at, lease_until)
       VALUES ($1, 1, 'delivery.cancelled', 'CANCELLED', 'test', now() - interval '1 minute',
         now() - interval '1 second')`,
      [id],
    );
    expect(await told(forgotten, 1)).toEqual(['delivery.cancelled']);
    await engine.query(
      `DELETE FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 3`,
      [blocked.deliveryId],
    );
  });

  it('is sent by one of two engines, and never twice', async () => {
    const database = { url: await servers.database() };
    const shared = new RecordingSink();
    let telling = 0;
    let most = 0;
    shared.before = async () => {
      most = Math.max(most, ++telling);
      await new Promise((resolve) => setTimeout(resolve, 30));
      telling--;
    };
    const engines = [
      await servers.engine({ database, sink: shared }),
      await servers.engine({ database, sink: shared }),
    ];
    const place = nextPlace();
    await engines[0].driverAt('shared', place);
    const { deliveryId, submissionKey } = await engines[0].order(place);
    await engines[1].drivers.pickUp({ deliveryId, driverId: 'shared' });
    await engines[0].drivers.complete({ deliveryId, driverId: 'shared', proof: { kind: 'code', code: '1' } });
    await eventually(
      () => shared.typesOf(submissionKey),
      (types) => types.length === 3,
    );
    expect(shared.typesOf(submissionKey)).toEqual(ALL);
    expect(most).toBe(1);
  });
});

it('an engine that sends nothing is up, and leaves its events to the others', async () => {
  const database = { url: await servers.database() };
  const silent = new RecordingSink();
  const taker = await servers.engine({ database, sink: silent, relay: { enabled: false } });
  const place = nextPlace();
  await taker.driverAt('left-to-others', place);
  const { submissionKey } = await taker.order(place);
  expect((await taker.get('/health')).body).toMatchObject({ status: 'up', components: { queue: 'up' } });
  const teller = await servers.engine({ database });
  await eventually(
    () => teller.sink.typesOf(submissionKey),
    (types) => types.length === 1,
  );
  expect(silent.events).toEqual([]);
});
