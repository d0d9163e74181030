import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { Pool, QueryConfig } from 'pg';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { RedisConnection } from '../redis/redis-connection';

const READ_HEALTH = sql('read-health.sql');
const READ_OUTBOX_LAG = sql('read-outbox-lag.sql');

/** How long the database may take to answer, in ms, before it counts as down. */
const DATABASE_TIMEOUT_MS = 2_000;

/** How long it may take, after that, to tell how the queue does, in ms, before the queue counts as degraded. */
const QUEUE_TIMEOUT_MS = 1_000;

/** How long the oldest due event may wait, in seconds, before the queue counts as degraded. */
const QUEUE_TIMEOUT_SECONDS = 30;

/** How many of the oldest events are looked at for that. */
const EXAMINED_EVENTS = 1_000;

interface DatabaseHealth {
  warnings: string[];
}

interface QueueLag {
  /** Whether an event has waited too long. */
  lagging: boolean;
}

/** How each part is. The whole is down without PostgreSQL only: Redis is an accelerator. */
@Injectable()
export class HealthService {
  private readonly database = new Question<DatabaseHealth>(READ_HEALTH, [], DATABASE_TIMEOUT_MS);
  private readonly lag = new Question<QueueLag>(
    READ_OUTBOX_LAG,
    [QUEUE_TIMEOUT_SECONDS, EXAMINED_EVENTS],
    QUEUE_TIMEOUT_MS,
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnection,
  ) {}

  async report(): Promise<HealthReport> {
    const { master } = this.dataSource.driver as unknown as { master: Pool };
    const answer = await this.database.ask(master);
    const lag = answer && (await this.lag.ask(master));
    const database = answer ? 'up' : 'down';
    // Whether it is late can't be told of a queue that takes too long to look at.
    const queue = database === 'down' ? 'down' : lag?.lagging === false ? 'up' : 'degraded';
    const redis = this.redis.state;
    const warnings = answer?.warnings ?? [];
    const degraded = queue !== 'up' || redis === 'down' || warnings.length > 0;
    const status = database === 'down' ? 'down' : degraded ? 'degraded' : 'up';
    return { status, components: { database, redis, queue }, warnings };
  }
}

/** A question to the database that is asked often: however many ask, one waits for a connection. */
class Question<Answer extends object> {
  private asking: Promise<Answer> | undefined;

  constructor(
    private readonly text: string,
    private readonly values: unknown[],
    private readonly timeoutMs: number,
  ) {}

  /** The answer, or undefined when there is none within its time, the wait for a connection included. */
  async ask(pool: Pool): Promise<Answer | undefined> {
    this.asking ??= this.query(pool).finally(() => (this.asking = undefined));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.timeoutMs);
    });
    try {
      return await Promise.race([this.asking, patience]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private async query(pool: Pool): Promise<Answer> {
    const question: QueryConfig & { query_timeout: number } = {
      text: this.text,
      values: this.values,
      // A connection that is silent for so long is given up, and the next question gets another.
      query_timeout: this.timeoutMs,
    };
    const { rows } = await pool.query<Answer>(question);
    return rows[0];
  }
}
