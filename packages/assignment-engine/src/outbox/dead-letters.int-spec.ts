import { deliveryEventSchema, DispatchError } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import { createCancellation, eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { EVENT_BATCH } from './event-batches';

const servers = useTestServers();
let engine: TestEngine;
const letters: any[] = [];

const listed = async (query = '') => (await engine.get(`/v1/dead-letters${query}`)).body.deadLetters;
const getIds = (found: any[]) => found.map(({ id }) => id);
const replay = async (body?: unknown) => (await engine.operate('POST', '/v1/dead-letters/replay', body)).body;

beforeAll(async () => {
  engine = await servers.engine();
  engine.sink.before = () => {
    throw new DispatchError('not_found', 'No such order');
  };
  for (let index = 0; index < 4; index++) {
    const { submissionKey } = await engine.order(nextPoint());
    await engine.send(createCancellation(submissionKey));
    const found = await eventually(listed, ({ length }) => length === index + 1);
    letters.push(found.at(-1));
  }
});

describe('GET /v1/dead-letters', () => {
  it('lists dead letters in pages, oldest first', async () => {
    expect(getIds(await listed())).toEqual(getIds(letters));
    expect(getIds(await listed('?take=2&skip=1'))).toEqual(getIds(letters.slice(1, 3)));
  });

  it('filters by delivery and by the time of the dead letter', async () => {
    const [, second, third, fourth] = letters;
    expect(getIds(await listed(`?deliveryId=${second.deliveryId}`))).toEqual([second.id]);
    expect(getIds(await listed(`?since=${third.deadAt}`))).toEqual([third.id, fourth.id]);
    expect(getIds(await listed(`?since=${second.deadAt}&until=${third.deadAt}`))).toEqual([
      second.id,
      third.id,
    ]);
  });

  it.each(['?deliveryId=x', '?since=yesterday', '?until=1', '?take=501', '?skip=-1'])(
    'refuses %s',
    async (query) => {
      expect((await engine.get(`/v1/dead-letters${query}`)).status).toBe(400);
    },
  );
});

describe('GET /v1/dead-letters/:eventId', () => {
  it('returns the event, its delivery and the message', async () => {
    const [letter] = letters;
    const { status, body } = await engine.get(`/v1/dead-letters/${letter.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      event: { id: letter.id, sendAttempts: 1, lastError: { code: 'not_found', message: 'No such order' } },
      delivery: { id: letter.deliveryId, state: 'CANCELLED', submissionKey: expect.any(String) },
    });
    expect(deliveryEventSchema.parse(body.message)).toMatchObject({
      id: letter.id,
      type: 'delivery.cancelled',
      data: { submissionKey: body.delivery.submissionKey, sequence: 1 },
    });
  });

  it('returns null for the message of an event with an unknown type', async () => {
    const [letter] = letters;
    const type = (to: string) =>
      engine.query('UPDATE driver_dispatch.delivery_events SET type = $2 WHERE id = $1', [letter.id, to]);
    await type('delivery.teleported');
    expect((await engine.get(`/v1/dead-letters/${letter.id}`)).body).toMatchObject({
      event: { type: 'delivery.teleported' },
      message: null,
    });
    await type('delivery.cancelled');
  });

  it('returns not_found for other ids', async () => {
    expect((await engine.get('/v1/dead-letters/x')).status).toBe(400);
    expect((await engine.get(`/v1/dead-letters/${letters[0].deliveryId}`)).status).toBe(404);
  });
});

describe('dead letters', () => {
  it('raise one alert for any number of dead letters', async () => {
    const { alerts } = (await engine.get('/v1/alerts')).body;
    expect(alerts).toEqual([
      expect.objectContaining({
        type: 'dead_letter.added',
        details: expect.objectContaining({ eventId: letters[0].id }),
      }),
    ]);
    expect(engine.log.filter(({ alert }) => alert === 'dead_letter.added')).toHaveLength(1);
    expect((await engine.get('/health')).body).toMatchObject({
      status: 'degraded',
      warnings: ['dead_letter.added'],
    });
  });
});

describe('POST /v1/dead-letters/replay', () => {
  it.each([{ eventId: 'x' }, { since: 'yesterday' }, { until: 1 }])('refuses %j', async (body) => {
    expect((await engine.operate('POST', '/v1/dead-letters/replay', body)).status).toBe(400);
  });

  it('replays by event, delivery, time or all, and returns the number', async () => {
    engine.sink.before = () => undefined;
    const [first, second, third, fourth] = letters;
    expect(await replay({ until: new Date(0).toISOString() })).toEqual({ replayed: 0 });
    expect(await replay({ eventId: second.id })).toEqual({ replayed: 1 });
    expect(getIds(await listed())).toEqual(getIds([first, third, fourth]));
    expect(await replay({ since: third.deadAt, until: third.deadAt })).toEqual({ replayed: 1 });
    expect(await replay({ deliveryId: fourth.deliveryId })).toEqual({ replayed: 1 });
    expect(getIds(await listed())).toEqual([first.id]);
    expect(await replay()).toEqual({ replayed: 1 });
    await eventually(
      () => getIds(engine.sink.events),
      (ids) => letters.every(({ id }) => ids.includes(id)),
    );
  });

  it('resolves the alert with the last dead letter', async () => {
    expect((await engine.get('/v1/alerts')).body).toEqual({ alerts: [] });
    expect((await engine.get('/health')).body.warnings).toEqual([]);
  });
});

describe('many dead letters', () => {
  it('are replayed in short batches and counted', async () => {
    const many = 2 * EVENT_BATCH + 1;
    await engine.query(
      `INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, finished_at)
       SELECT rpad('many-' || n || '-', 22, 'x'), n, 'MANY', '1', 'CANCELLED', now() FROM generate_series(1, $1::int) AS n`,
      [many],
    );
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor, dead_at)
       SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'test', now()
       FROM driver_dispatch.deliveries WHERE submission_key LIKE 'many-%'`,
    );
    const queries = jest.spyOn(engine.database, 'query');
    expect(await replay()).toEqual({ replayed: many });
    const batches = queries.mock.calls.filter(([text]) => /Resets a batch of dead letters/.test(text));
    queries.mockRestore();
    expect(batches).toHaveLength(4);
    expect(await listed()).toEqual([]);
    await eventually(
      () => engine.sink.events.filter(({ data }) => data.submissionKey.startsWith('many-')).length,
      (sent) => sent === many,
    );
  });
});
