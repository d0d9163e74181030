import { Client } from 'pg';
import { nextPoint, north } from '../testing/points';
import { pauseReconciler } from '../testing/reconciler';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

describe('GET /metrics', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({
      assignment: { retrySeconds: 600 },
      outbox: { retryDelaysSeconds: [600] },
    });
  });

  async function scrape(scraped = engine): Promise<string> {
    const response = await fetch(`${scraped.url}/metrics`, {
      headers: { authorization: `Bearer ${scraped.keys.operator[0]}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    return response.text();
  }

  /** The value of a sample. The name includes the labels as in the text format. */
  async function sample(name: string, scraped = engine): Promise<number> {
    const line = (await scrape(scraped)).split('\n').find((text) => text.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? `no ${name}`);
  }

  it('requires an operator key', async () => {
    expect((await fetch(`${engine.url}/metrics`)).status).toBe(401);
  });

  it('reports process, index and Redis metrics', async () => {
    const text = await scrape();
    expect(text).toMatch(/^process_cpu_user_seconds_total \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^dispatch_index_ready 1$/m);
    expect(text).toMatch(/^dispatch_redis_up 1$/m);
    expect(text).toMatch(/^dispatch_index_reconcile_seconds \d/m);
    expect(text).toMatch(/^dispatch_index_drifted_drivers\{kind="missing"\} 0$/m);
  });

  it('counts assignments by source, waiting deliveries and unsent events', async () => {
    const point = nextPoint();
    await engine.driverAt('ada', point);
    await engine.driverAt('bob', north(point, 10));
    engine.sink.before = () => {
      throw new Error('not now');
    };
    await engine.order(point);
    const pause = await pauseReconciler(engine);
    await servers.redisClient(engine.databaseUrl).del('drivers:ready');
    await engine.order(point);
    await engine.order(point);
    pause.mockRestore();
    expect(await sample('dispatch_assignments_total{source="REDIS"}')).toBe(1);
    expect(await sample('dispatch_assignments_total{source="POSTGRES"}')).toBe(1);
    expect(await sample('dispatch_deliveries_waiting')).toBe(1);
    expect(await sample('dispatch_events_unsent')).toBe(2);
    // A running send attempt would clear `dead_at` again.
    await eventually(
      () =>
        engine.query(
          `SELECT FROM driver_dispatch.delivery_events WHERE attempts = 1 AND lease_until IS NULL`,
        ),
      (tried) => tried.length === 2,
    );
    await engine.query(
      'UPDATE driver_dispatch.delivery_events SET dead_at = now() WHERE acknowledged_at IS NULL AND sequence = 1',
    );
    expect(await sample('dispatch_dead_letters')).toBe(2);
    expect(await sample('dispatch_events_unsent')).toBe(0);
  });

  it('reports dead rows, and transactions and slots that block VACUUM', async () => {
    await engine.driverAt('moving', nextPoint());
    const client = new Client({ connectionString: engine.databaseUrl });
    await client.connect();
    const slot = `abandoned_${Date.now()}`;
    try {
      await client.query(`SELECT pg_create_physical_replication_slot('${slot}', true)`);
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query('SELECT FROM driver_dispatch.drivers LIMIT 1');
      const before = await sample('dispatch_postgres_dead_rows');
      for (let i = 0; i < 100; i++) {
        await engine.query('UPDATE driver_dispatch.drivers SET updated_at = now()');
      }
      await eventually(
        () => sample('dispatch_postgres_dead_rows'),
        (rows) => rows >= before + 100,
      );
      expect(await sample('dispatch_postgres_oldest_transaction_seconds')).toBeGreaterThan(0);
      await eventually(
        () => sample('dispatch_postgres_inactive_slot_bytes'),
        (bytes) => bytes > 0,
      );
    } finally {
      await client.query('ROLLBACK');
      await client.query(`SELECT pg_drop_replication_slot('${slot}')`);
      await client.end();
    }
  });

  it('reports each engine separately', async () => {
    const other = await servers.engine({ redis: false });
    expect(await sample('dispatch_assignments_total{source="REDIS"}', other)).toBe(0);
    expect(await sample('dispatch_redis_up', other)).toBe(0);
    expect(await sample('dispatch_index_ready', other)).toBe(0);
  });

  it('responds while Redis and PostgreSQL are down', async () => {
    await servers.redis.kill();
    await eventually(
      () => sample('dispatch_redis_up'),
      (up) => up === 0,
    );
    expect(await sample('dispatch_index_ready')).toBe(0);
    await servers.postgres.halt();
    expect(await sample('dispatch_deliveries_waiting')).toBeNaN();
    await servers.postgres.resume();
    await servers.redis.restart();
    await eventually(
      () => sample('dispatch_deliveries_waiting'),
      (waiting) => waiting === 1,
    );
    await eventually(
      () => sample('dispatch_index_ready'),
      (ready) => ready === 1,
    );
  });
});
