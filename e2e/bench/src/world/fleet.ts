import type { Point } from '@driver-dispatch/contract';
import { Pool } from 'pg';
import type { Layout } from '../city/city';
import { fillDrivers } from '../city/fill-drivers';
import type { Servers } from './servers';

const FILL = `
  INSERT INTO driver_dispatch.drivers (id, name, phone, vehicle, channels, status, lat, lon, location_at, seen_at)
  SELECT 'd' || lpad(n::text, 7, '0'), 'Driver ' || n, '+49 170 1234567', '{"kind": "bicycle"}', '{}', 'AVAILABLE', lat, lon,
    now(), now()
  FROM unnest($1::int8[], $2::float8[], $3::float8[]) AS drawn (n, lat, lon)`;

const COMPLETE_KEY = 'drivers:complete';
const GEO_KEY = 'drivers:geo';
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 600_000;

/** A city's drivers in a database of their own that the engine works with. */
export class Fleet {
  private constructor(
    private readonly servers: Servers,
    readonly layout: Layout,
    readonly drivers: number,
    readonly databaseUrl: string,
    readonly database: Pool,
  ) {}

  /** @param migrate makes the engine's schema */
  static async create(
    servers: Servers,
    layout: Layout,
    drivers: number,
    migrate: (databaseUrl: string) => Promise<void>,
  ): Promise<Fleet> {
    const url = await servers.postgres.createDatabase(`fleet_${layout}_${drivers}`);
    await migrate(url);
    const pool = new Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    await fillDrivers(pool, FILL, drivers, layout);
    await pool.query('VACUUM ANALYZE driver_dispatch.drivers');
    return new Fleet(servers, layout, drivers, url, pool);
  }

  idOf(number: number): string {
    return `d${String(number).padStart(7, '0')}`;
  }

  /** Where PostgreSQL has each driver. */
  async places(): Promise<{ id: string; point: Point }[]> {
    const { rows } = await this.database.query<{ id: string; lat: number; lon: number }>(
      'SELECT id, lat, lon FROM driver_dispatch.drivers',
    );
    return rows.map(({ id, lat, lon }) => ({ id, point: { lat, lon } }));
  }

  /** Drivers who have an order. */
  async used(): Promise<number> {
    const { rows } = await this.database.query<{ used: number }>(
      'SELECT count(*)::int AS used FROM driver_dispatch.assignments WHERE released_at IS NULL',
    );
    return rows[0]!.used;
  }

  /** Waits until Vendure has been told of every event. */
  async told(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const { rows } = await this.database.query<{ outstanding: boolean }>(
        'SELECT EXISTS (SELECT FROM driver_dispatch.delivery_events WHERE relayed_at IS NULL) AS outstanding',
      );
      if (!rows[0]!.outstanding) {
        return;
      }
      if (Date.now() > until) {
        throw new Error('The engine did not tell of all its events');
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Share of the assignments whose record says that Redis has found the driver. */
  async foundByRedis(): Promise<number> {
    const { rows } = await this.database.query<{ share: number | null }>(
      `SELECT avg((decision ->> 'source' = 'redis')::int)::float8 AS share FROM driver_dispatch.assignments`,
    );
    return rows[0]!.share ?? NaN;
  }

  /** Every driver free, every trace of orders gone, in PostgreSQL; {@link indexed} brings Redis after. */
  async clear(status: 'AVAILABLE' | 'OFFLINE' = 'AVAILABLE'): Promise<void> {
    await patiently(() =>
      this.database.query(`
        TRUNCATE driver_dispatch.deliveries, driver_dispatch.assignments, driver_dispatch.delivery_events,
          driver_dispatch.driver_status_history, driver_dispatch_jobs._private_jobs`),
    );
    await patiently(() =>
      this.database.query(
        `UPDATE driver_dispatch.drivers
         SET status = $1, status_version = status_version + 1, status_since = now(), seen_at = now()
         WHERE status <> $1`,
        [status],
      ),
    );
    await this.database.query('VACUUM ANALYZE driver_dispatch.drivers');
    await this.database.query('CHECKPOINT');
  }

  /** Makes the engine that runs compare its index with PostgreSQL, and waits until the two are equal. */
  async reindexed(): Promise<void> {
    await this.servers.redis.del(COMPLETE_KEY);
    await this.indexed();
  }

  /** Waits until the engine has the whole fleet in Redis. */
  async indexed(): Promise<void> {
    const { rows } = await this.database.query<{ available: number }>(
      `SELECT count(*)::int AS available FROM driver_dispatch.drivers WHERE status = 'AVAILABLE'`,
    );
    const { redis } = this.servers;
    const until = Date.now() + PATIENCE_MS;
    while (!(await redis.exists(COMPLETE_KEY)) || (await redis.zcard(GEO_KEY)) !== rows[0]!.available) {
      if (Date.now() > until) {
        throw new Error(`The engine did not index ${rows[0]!.available} drivers`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async close(): Promise<void> {
    await this.database.end();
  }
}

/** The engine's own work may hold what is emptied or set free, for a moment. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 20) {
        throw error;
      }
    }
  }
}
