import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DriverStatus, Point } from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { ENGINE_COMMAND } from '@driver-dispatch/processes';
import { Pool } from 'pg';
import { RANDOM_LAT, RANDOM_LON } from '../city/city';
import { engineEnvironment } from './engine-environment';
import type { Servers } from './servers';
import { WAIT_MS } from './wait';

const FILL = `
  INSERT INTO driver_dispatch.drivers (id, name, phone, vehicle, channels, status, lat, lon, location_at, seen_at)
  SELECT 'd' || lpad(n::text, 7, '0'), 'Driver ' || n, '+49 170 1234567', '{"kind": "BICYCLE"}', '{}', 'AVAILABLE',
    ${RANDOM_LAT}, ${RANDOM_LON}, now(), now()
  FROM generate_series(1, $1::int) AS n`;

/** Ends all deliveries and keeps their rows, as in a shop with a history. The lock makes concurrent claims wait. */
const restoration = (status: DriverStatus) => `
  LOCK TABLE driver_dispatch.drivers IN EXCLUSIVE MODE;
  UPDATE driver_dispatch.assignments SET released_at = now() WHERE released_at IS NULL;
  UPDATE driver_dispatch.deliveries SET state = 'DELIVERED', finished_at = now()
  WHERE state IN ('PENDING', 'ASSIGNED');
  UPDATE driver_dispatch.drivers
  SET status = '${status}', status_version = status_version + 1, status_since = now(), seen_at = now()
  WHERE status <> '${status}'`;

/** Exists while the index is ready. Without it an engine rebuilds the index. */
const READY_KEY = 'drivers:ready';
const GEO_KEY = 'drivers:geo';

/** The drivers of a city, in a separate database. */
export class Fleet {
  private constructor(
    private readonly servers: Servers,
    readonly drivers: number,
    /** Name of the database and prefix of the keys in Redis. */
    readonly name: string,
    readonly databaseUrl: string,
    readonly database: Pool,
  ) {}

  get redisKeyPrefix(): string {
    return `${this.name}:`;
  }

  static async create(servers: Servers, drivers: number): Promise<Fleet> {
    const name = `fleet_${drivers}`;
    const url = await servers.postgres.createDatabase(name);
    const pool = new Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    const fleet = new Fleet(servers, drivers, name, url, pool);
    await fleet.migrate();
    await pool.query(FILL, [drivers]);
    await pool.query('VACUUM ANALYZE driver_dispatch.drivers');
    return fleet;
  }

  idOf(number: number): string {
    return `d${String(number).padStart(7, '0')}`;
  }

  /** Returns the location of each driver in PostgreSQL. */
  async locations(): Promise<{ id: string; point: Point }[]> {
    const { rows } = await this.database.query<{ id: string; lat: number; lon: number }>(
      'SELECT id, lat, lon FROM driver_dispatch.drivers',
    );
    return rows.map(({ id, lat, lon }) => ({ id, point: { lat, lon } }));
  }

  /** Returns the number of drivers with a delivery. */
  busy(): Promise<number> {
    return this.count(`SELECT count(*)::int AS count FROM driver_dispatch.drivers WHERE status = 'BUSY'`);
  }

  /** Waits until all events are acknowledged. */
  async allEventsAcknowledged(): Promise<void> {
    const unsent = `SELECT count(*)::int AS count FROM driver_dispatch.delivery_events WHERE acknowledged_at IS NULL`;
    await eventually(
      () => this.count(unsent),
      (events) => events === 0,
      WAIT_MS,
    );
  }

  /** Ends all deliveries, sets the status of all drivers, and makes a running engine rebuild its index. */
  async restore(status: DriverStatus = 'AVAILABLE', { withIndex = true } = {}): Promise<void> {
    await this.database.query(restoration(status));
    await this.database.query('VACUUM ANALYZE driver_dispatch.drivers, driver_dispatch.deliveries');
    if (withIndex) {
      await this.servers.redis.del(this.redisKeyPrefix + READY_KEY);
      await this.indexed();
    }
  }

  /** Waits until the index is ready and contains each available driver. */
  async indexed(): Promise<void> {
    const { redis } = this.servers;
    const availableDrivers = `SELECT count(*)::int AS count FROM driver_dispatch.drivers WHERE status = 'AVAILABLE'`;
    await eventually(
      async () => ({
        ready: await redis.exists(this.redisKeyPrefix + READY_KEY),
        indexed: await redis.zcard(this.redisKeyPrefix + GEO_KEY),
        available: await this.count(availableDrivers),
      }),
      ({ ready, indexed, available }) => ready > 0 && indexed === available,
      WAIT_MS,
    );
  }

  close(): Promise<void> {
    return this.database.end();
  }

  private async count(statement: string): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>(statement);
    return rows[0]!.count;
  }

  private async migrate(): Promise<void> {
    const command = spawn(process.execPath, [ENGINE_COMMAND, 'migrate'], {
      env: engineEnvironment(this.servers, this.databaseUrl, this.redisKeyPrefix, 0),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(command, 'exit')) as [number | null];
    if (code !== 0) {
      throw new Error(`assignment-engine migrate exited with ${code}`);
    }
  }
}
