import { Pool } from 'pg';
import type { Layout } from '../city/city';
import { fillDrivers } from '../city/fill-drivers';
import type { Servers } from '../world/servers';

/** The tables that anybody would draw for this. */
const SCHEMA = `
  CREATE TABLE drivers (
    id int PRIMARY KEY, name text NOT NULL, status text NOT NULL, lat float8 NOT NULL, lon float8 NOT NULL,
    position point NOT NULL, updated_at timestamptz NOT NULL DEFAULT now()
  ) WITH (fillfactor = 80);
  CREATE TABLE orders (
    id text PRIMARY KEY, driver_id int NOT NULL REFERENCES drivers, message jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE assignments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id text NOT NULL, driver_id int NOT NULL UNIQUE,
    assigned_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id text NOT NULL, type text NOT NULL,
    data jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz
  );
  CREATE INDEX events_unsent ON events (id) WHERE sent_at IS NULL;
  CREATE SEQUENCE next_driver;`;

const FILL = `
  INSERT INTO drivers (id, name, status, lat, lon, position)
  SELECT n, 'Driver ' || n, 'AVAILABLE', lat, lon, point(lon, lat)
  FROM unnest($1::int8[], $2::float8[], $3::float8[]) AS drawn (n, lat, lon)`;

const DRIVERS_A_COMMAND = 1_000;

/** A city for the yardsticks, as large as the engine's and laid out in the same way. */
export class TextbookCity {
  private constructor(
    private readonly servers: Servers,
    readonly layout: Layout,
    readonly drivers: number,
    readonly databaseUrl: string,
    readonly database: Pool,
  ) {}

  static async create(servers: Servers, layout: Layout, drivers: number): Promise<TextbookCity> {
    const url = await servers.postgres.createDatabase(`textbook_${layout}_${drivers}`);
    const pool = new Pool({ connectionString: url, max: 2 });
    pool.on('error', () => undefined);
    await pool.query(SCHEMA);
    await fillDrivers(pool, FILL, drivers, layout);
    await pool.query('VACUUM ANALYZE drivers');
    return new TextbookCity(servers, layout, drivers, url, pool);
  }

  /** @param index whether free drivers are found by a GiST index, or in Redis */
  async clear({ index }: { index: 'gist' | 'redis' | 'none' }): Promise<void> {
    await this.database.query('TRUNCATE orders, assignments, events; ALTER SEQUENCE next_driver RESTART');
    await this.database.query(`UPDATE drivers SET status = 'AVAILABLE' WHERE status <> 'AVAILABLE'`);
    await this.database.query(
      index === 'gist'
        ? `CREATE INDEX IF NOT EXISTS drivers_free ON drivers USING gist (position) WHERE status = 'AVAILABLE'`
        : 'DROP INDEX IF EXISTS drivers_free',
    );
    await this.database.query('VACUUM ANALYZE drivers');
    await this.database.query('CHECKPOINT');
    await this.servers.redis.flushall();
    if (index === 'redis') {
      await this.fillRedis();
    }
  }

  /** Orders that are stored with all that belongs to them. */
  async orders(): Promise<number> {
    const { rows } = await this.database.query<{ orders: number }>(
      `SELECT count(*)::int AS orders FROM orders o JOIN assignments a ON a.order_id = o.id
       JOIN events e ON e.order_id = o.id JOIN drivers d ON d.id = o.driver_id AND d.status = 'BUSY'`,
    );
    return rows[0]!.orders;
  }

  private async fillRedis(): Promise<void> {
    const { rows } = await this.database.query<{ id: number; lat: number; lon: number }>(
      'SELECT id, lat, lon FROM drivers',
    );
    for (let from = 0; from < rows.length; from += DRIVERS_A_COMMAND) {
      const members = rows
        .slice(from, from + DRIVERS_A_COMMAND)
        .flatMap(({ id, lat, lon }) => [lon, lat, id]);
      await this.servers.redis.geoadd('drivers', ...members);
    }
  }

  async close(): Promise<void> {
    await this.database.end();
  }
}
