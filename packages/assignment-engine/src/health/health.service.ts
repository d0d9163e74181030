import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { Pool, QueryConfig } from 'pg';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { RedisConnection } from '../redis/redis-connection';

const READ_HEALTH = sql('health/read-health.sql');
const READ_OUTBOX_LAG = sql('health/read-outbox-lag.sql');

/** Milliseconds without a reply after which the database counts as down. */
const DATABASE_TIMEOUT_MS = 2_000;

/** Milliseconds without a result of the outbox query after which the queue counts as degraded. */
const QUEUE_QUERY_TIMEOUT_MS = 1_000;

/** Seconds that an event may be due before the queue counts as degraded. */
const MAX_LAG_SECONDS = 30;

/** Number of the oldest events that the outbox query examines. */
const EXAMINED_EVENTS = 1_000;

interface DatabaseHealth {
  warnings: string[];
}

interface QueueLag {
  /** Whether an event has been due too long. */
  lagging: boolean;
}

/** Reports the status of each component. The engine is down only without PostgreSQL; without Redis it is degraded. */
@Injectable()
export class HealthService {
  private readonly database = new SharedQuery<DatabaseHealth>(READ_HEALTH, [], DATABASE_TIMEOUT_MS);
  private readonly lag = new SharedQuery<QueueLag>(
    READ_OUTBOX_LAG,
    [MAX_LAG_SECONDS, EXAMINED_EVENTS],
    QUEUE_QUERY_TIMEOUT_MS,
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnection,
  ) {}

  async report(): Promise<HealthReport> {
    const { master } = this.dataSource.driver as unknown as { master: Pool };
    const health = await this.database.run(master);
    const lag = health && (await this.lag.run(master));
    const database = health ? 'up' : 'down';
    // If the query times out, the lag is unknown: degraded.
    const queue = database === 'down' ? 'down' : lag?.lagging === false ? 'up' : 'degraded';
    const redis = this.redis.state;
    const warnings = health?.warnings ?? [];
    const degraded = queue !== 'up' || redis === 'down' || warnings.length > 0;
    const status = database === 'down' ? 'down' : degraded ? 'degraded' : 'up';
    return { status, components: { database, redis, queue }, warnings };
  }
}

/** A query with a timeout. Concurrent callers share one execution, so that at most one waits for a connection. */
class SharedQuery<Result extends object> {
  private running: Promise<Result> | undefined;

  constructor(
    private readonly text: string,
    private readonly values: unknown[],
    private readonly timeoutMs: number,
  ) {}

  /** Returns the first row, or undefined on an error or after the timeout, which includes the wait for a connection. */
  async run(pool: Pool): Promise<Result | undefined> {
    this.running ??= this.query(pool).finally(() => (this.running = undefined));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.timeoutMs);
    });
    try {
      return await Promise.race([this.running, timeout]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private async query(pool: Pool): Promise<Result> {
    const query: QueryConfig & { query_timeout: number } = {
      text: this.text,
      values: this.values,
      // After the timeout the connection is closed, and the next query uses another one.
      query_timeout: this.timeoutMs,
    };
    const { rows } = await pool.query<Result>(query);
    return rows[0];
  }
}
