import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { Pool, QueryConfig } from 'pg';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { RedisConnection } from '../redis/redis-connection';
import { RelayWorker } from '../webhooks/relay-worker';

const READ_HEALTH = sql('read-health.sql');

/** How long the database may take to answer, in ms, before it counts as down. */
const DATABASE_PATIENCE_MS = 2_000;

/** How long the oldest due event may wait, in seconds, before the queue counts as degraded. */
const QUEUE_PATIENCE_SECONDS = 30;

interface DatabaseHealth {
  /** Whether an event has waited too long. */
  lagging: boolean;
  warnings: string[];
}

/** How each part is. The whole is down without PostgreSQL only: Redis is an accelerator. */
@Injectable()
export class HealthService {
  /** The question under way: however many ask, one waits for a connection. */
  private asking: Promise<DatabaseHealth> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnection,
    private readonly worker: RelayWorker,
  ) {}

  async report(): Promise<HealthReport> {
    const answer = await this.askDatabase();
    const database = answer ? 'up' : 'down';
    const keepsUp = this.worker.running && !answer?.lagging;
    const queue = database === 'down' ? 'down' : keepsUp ? 'up' : 'degraded';
    const redis = this.redis.state;
    const warnings = answer?.warnings ?? [];
    const degraded = queue !== 'up' || redis === 'down' || warnings.length > 0;
    const status = database === 'down' ? 'down' : degraded ? 'degraded' : 'up';
    return { status, components: { database, redis, queue }, warnings };
  }

  /** What the database says, or undefined when it does not within its time, the wait for a connection included. */
  private async askDatabase(): Promise<DatabaseHealth | undefined> {
    this.asking ??= this.query().finally(() => (this.asking = undefined));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), DATABASE_PATIENCE_MS);
    });
    try {
      return await Promise.race([this.asking, patience]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  private async query(): Promise<DatabaseHealth> {
    const pool = (this.dataSource.driver as unknown as { master: Pool }).master;
    const question: QueryConfig & { query_timeout: number } = {
      text: READ_HEALTH,
      values: [QUEUE_PATIENCE_SECONDS],
      // A connection that is silent for so long is given up, and the next question gets another.
      query_timeout: DATABASE_PATIENCE_MS,
    };
    const { rows } = await pool.query<DatabaseHealth>(question);
    return rows[0];
  }
}
