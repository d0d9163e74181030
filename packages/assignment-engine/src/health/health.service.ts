import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RedisConnection } from '../redis/redis-connection';
import { RelayWorker } from '../webhooks/relay-worker';

/** How long the database may take to answer, in ms, before it counts as down. */
const DATABASE_PATIENCE_MS = 2_000;

/** How long the oldest due event may wait, in seconds, before the queue counts as degraded. */
const QUEUE_PATIENCE_SECONDS = 30;

/** How each part is. The whole is down without PostgreSQL only: Redis is an accelerator. */
@Injectable()
export class HealthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnection,
    private readonly worker: RelayWorker,
  ) {}

  async report(): Promise<HealthReport> {
    const queueLag = await this.queueLagSeconds();
    const database = queueLag === undefined ? 'down' : 'up';
    const keepsUp = this.worker.running && queueLag !== undefined && queueLag < QUEUE_PATIENCE_SECONDS;
    const queue = database === 'down' ? 'down' : keepsUp ? 'up' : 'degraded';
    const redis = this.redis.state;
    const degraded = queue !== 'up' || redis === 'down';
    const status = database === 'down' ? 'down' : degraded ? 'degraded' : 'up';
    return { status, components: { database, redis, queue } };
  }

  /**
   * Seconds the oldest due event has waited, 0 without one; undefined when the database does not answer. An event
   * that waits behind a dead letter of its delivery says nothing of the queue.
   */
  private async queueLagSeconds(): Promise<number | undefined> {
    const oldest = this.dataSource.query<[{ seconds: number | null }]>(
      `SELECT extract(epoch FROM now() - min(next_relay_at))::float8 AS seconds
       FROM driver_dispatch.delivery_events e
       WHERE relayed_at IS NULL AND dead_at IS NULL AND NOT EXISTS (
         SELECT FROM driver_dispatch.delivery_events earlier
         WHERE earlier.delivery_id = e.delivery_id AND earlier.sequence < e.sequence
           AND earlier.relayed_at IS NULL)`,
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), DATABASE_PATIENCE_MS);
    });
    try {
      const rows = await Promise.race([oldest, patience]);
      return rows && Math.max(0, rows[0].seconds ?? 0);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
      oldest.catch(() => undefined);
    }
  }
}
