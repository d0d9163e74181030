import { TcpProxy } from '@driver-dispatch/local-servers';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { nextPlace } from '../testing/places';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('/health', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
  });

  const health = () => engine.get('/health', { authorization: '' });

  /** What `/health` answers, so many times at once, while a statement of the engine's waits that was sent before. */
  async function answersBefore(statement: string, times: number) {
    let waits = true;
    const waiting = engine
      .query(statement)
      .catch(() => undefined)
      .finally(() => (waits = false));
    const answers = await Promise.all(Array.from({ length: times }, health));
    expect(waits).toBe(true);
    return { answers, waiting };
  }

  it('is up when every part is, and asks nobody for a key', async () => {
    const up = await eventually(health, ({ body }) => body.status === 'up');
    expect(up).toEqual({
      status: 200,
      body: { status: 'up', components: { database: 'up', redis: 'up', queue: 'up' }, warnings: [] },
    });
    expect((await engine.get('/health/live', { authorization: '' })).status).toBe(200);
    expect((await engine.get('/health/ready', { authorization: '' })).status).toBe(200);
  });

  it('says disabled of a Redis that is not configured, which is no fault', async () => {
    const without = await servers.engine({ redis: false });
    const { body } = await eventually(
      () => without.get('/health'),
      (answer) => answer.body.components.queue === 'up',
    );
    expect(body).toMatchObject({ status: 'up', components: { redis: 'disabled' } });
  });

  it('is degraded, with 200, while Redis is gone', async () => {
    await servers.redis.kill();
    const degraded = await eventually(health, ({ body }) => body.components.redis === 'down');
    expect(degraded).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await servers.redis.restart();
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is degraded while events wait too long', async () => {
    engine.sink.before = () => {
      throw new Error('not now');
    };
    const { deliveryId } = await engine.order(nextPlace());
    // The lease keeps every engine from sending the event.
    await engine.query(
      `INSERT INTO driver_dispatch.delivery_events
         (delivery_id, sequence, type, state, actor, data, next_attempt_at, lease_until)
       VALUES ($1, 1, 'delivery.cancelled', 'CANCELLED', 'test', '{}', now() - interval '31 seconds',
         now() + interval '1 hour')`,
      [deliveryId],
    );
    expect(await health()).toMatchObject({ status: 200, body: { components: { queue: 'degraded' } } });
    engine.sink.before = () => undefined;
    await engine.query(
      'UPDATE driver_dispatch.delivery_events SET lease_until = NULL WHERE delivery_id = $1',
      [deliveryId],
    );
    await eventually(health, ({ body }) => body.components.queue === 'up');
  });

  it('is degraded, not down, while the queue takes too long to look at', async () => {
    const runner = engine.database.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE driver_dispatch.delivery_events');
    const { answers, waiting } = await answersBefore('SELECT FROM driver_dispatch.delivery_events', 2);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'degraded', components: { database: 'up', queue: 'degraded' } });
    }
    await runner.rollbackTransaction();
    await runner.release();
    await waiting;
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is down while slow statements have all connections, and does not wait for them', async () => {
    const runners = Array.from({ length: 10 }, () => engine.database.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect()));
    const { answers, waiting } = await answersBefore('SELECT 1', 3);
    for (const { status, body } of answers) {
      expect(status).toBe(503);
      expect(body).toMatchObject({ status: 'down', components: { database: 'down' }, warnings: [] });
    }
    await Promise.all(runners.map((runner) => runner.release()));
    await waiting;
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is down while PostgreSQL hangs, and up again by itself', async () => {
    const proxy = await TcpProxy.to(servers.postgres.port);
    const url = (await servers.database()).replace(`:${servers.postgres.port}/`, `:${proxy.port}/`);
    const behind = await servers.engine({ database: { url } });
    const asked = () => behind.get('/health');
    await eventually(asked, ({ body }) => body.status === 'up');
    for (const stop of [() => proxy.hang(), () => proxy.refuse()]) {
      stop();
      await eventually(asked, ({ status }) => status === 503);
      expect((await asked()).status).toBe(503);
      proxy.heal();
      await eventually(asked, ({ body }) => body.status === 'up');
    }
    await behind.close();
    await proxy.close();
  });

  it('is down, with 503, while PostgreSQL is gone, and up again by itself', async () => {
    await servers.postgres.halt();
    const down = await eventually(health, ({ status }) => status === 503);
    expect(down.body).toMatchObject({ status: 'down', components: { database: 'down', queue: 'down' } });
    expect((await engine.get('/health/ready')).status).toBe(503);
    expect((await engine.get('/health/live')).status).toBe(200);

    await expect(engine.submit(readyOrder(nextPlace()))).rejects.toMatchObject({
      code: 'database_unavailable',
      retryable: true,
    });
    const { status, headers } = await engine.operate('GET', '/v1/drivers');
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

    await servers.postgres.resume();
    await eventually(health, ({ body }) => body.status === 'up');
    expect(await engine.submit(readyOrder(nextPlace()))).toMatchObject({ state: 'PENDING' });
  });
});
