import { TcpProxy } from '@driver-dispatch/local-servers';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { nextPoint } from '../testing/points';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('/health', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine();
  });

  const health = () => engine.get('/health', { authorization: '' });

  /** Sends concurrent requests to `/health` while an earlier statement of the engine is blocked. */
  async function requestWhileBlocked(statement: string, times: number) {
    let blocked = true;
    const statementEnd = engine
      .query(statement)
      .catch(() => undefined)
      .finally(() => (blocked = false));
    const replies = await Promise.all(Array.from({ length: times }, health));
    expect(blocked).toBe(true);
    return { replies, statementEnd };
  }

  it('is up without a key when every component is up', async () => {
    const up = await eventually(health, ({ body }) => body.status === 'up');
    expect(up).toEqual({
      status: 200,
      body: { status: 'up', components: { database: 'up', redis: 'up', queue: 'up' }, warnings: [] },
    });
    expect((await engine.get('/health/live', { authorization: '' })).status).toBe(200);
    expect((await engine.get('/health/ready', { authorization: '' })).status).toBe(200);
  });

  it('is up with Redis disabled when Redis is not configured', async () => {
    const without = await servers.engine({ redis: false });
    const { body } = await eventually(
      () => without.get('/health'),
      (answer) => answer.body.components.queue === 'up',
    );
    expect(body).toMatchObject({ status: 'up', components: { redis: 'disabled' } });
  });

  it('is degraded, with status 200, while Redis is down', async () => {
    await servers.redis.kill();
    const degraded = await eventually(health, ({ body }) => body.components.redis === 'down');
    expect(degraded).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await servers.redis.restart();
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is degraded while events are overdue', async () => {
    engine.sink.before = () => {
      throw new Error('not now');
    };
    const { deliveryId } = await engine.order(nextPoint());
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

  it('is degraded, not down, while the query of the queue times out', async () => {
    const runner = engine.database.createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE driver_dispatch.delivery_events');
    const { replies, statementEnd } = await requestWhileBlocked(
      'SELECT FROM driver_dispatch.delivery_events',
      2,
    );
    for (const { status, body } of replies) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'degraded', components: { database: 'up', queue: 'degraded' } });
    }
    await runner.rollbackTransaction();
    await runner.release();
    await statementEnd;
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is down at once while all connections are in use', async () => {
    const runners = Array.from({ length: 10 }, () => engine.database.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect()));
    const { replies, statementEnd } = await requestWhileBlocked('SELECT 1', 3);
    for (const { status, body } of replies) {
      expect(status).toBe(503);
      expect(body).toMatchObject({ status: 'down', components: { database: 'down' }, warnings: [] });
    }
    await Promise.all(runners.map((runner) => runner.release()));
    await statementEnd;
    await eventually(health, ({ body }) => body.status === 'up');
  });

  it('is down while PostgreSQL hangs, and recovers', async () => {
    const proxy = await TcpProxy.to(servers.postgres.port);
    const url = (await servers.database()).replace(`:${servers.postgres.port}/`, `:${proxy.port}/`);
    const proxied = await servers.engine({ database: { url } });
    const proxiedHealth = () => proxied.get('/health');
    await eventually(proxiedHealth, ({ body }) => body.status === 'up');
    for (const stop of [() => proxy.hang(), () => proxy.refuse()]) {
      stop();
      await eventually(proxiedHealth, ({ status }) => status === 503);
      expect((await proxiedHealth()).status).toBe(503);
      proxy.heal();
      await eventually(proxiedHealth, ({ body }) => body.status === 'up');
    }
    await proxied.close();
    await proxy.close();
  });

  it('is down, with status 503, while PostgreSQL is down, and recovers', async () => {
    await servers.postgres.halt();
    const down = await eventually(health, ({ status }) => status === 503);
    expect(down.body).toMatchObject({ status: 'down', components: { database: 'down', queue: 'down' } });
    expect((await engine.get('/health/ready')).status).toBe(503);
    expect((await engine.get('/health/live')).status).toBe(200);

    await expect(engine.submit(readyOrder(nextPoint()))).rejects.toMatchObject({
      code: 'database_unavailable',
      retryable: true,
    });
    const { status, headers } = await engine.operate('GET', '/v1/drivers');
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

    await servers.postgres.resume();
    await eventually(health, ({ body }) => body.status === 'up');
    expect(await engine.submit(readyOrder(nextPoint()))).toMatchObject({ state: 'PENDING' });
  });
});
