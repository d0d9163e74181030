import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { Metrics } from '../observability/metrics';
import { RedisConnection } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';

/** Upper limit of each count, so that a scrape stays cheap. */
const MAX_COUNT = 100_000;

/** Timeout of the query in ms. */
const TIMEOUT_MS = 2_000;

const COUNT = sql('health/read-scraped-metrics.sql');

/** Name and help of the gauge of each column. */
const COUNTED = {
  waiting: [
    'dispatch_deliveries_waiting',
    `Deliveries that wait for a driver (PENDING and not held), at most ${MAX_COUNT}`,
  ],
  unsent: [
    'dispatch_events_unsent',
    `Events to send that Vendure has not acknowledged, at most ${MAX_COUNT}`,
  ],
  dead: ['dispatch_dead_letters', `Events that are no longer sent (dead letters), at most ${MAX_COUNT}`],
  deadRows: [
    'dispatch_postgres_dead_rows',
    "Estimated number of dead rows in the engine's tables that VACUUM has not removed",
  ],
  oldestTransactionSeconds: [
    'dispatch_postgres_oldest_transaction_seconds',
    'Age in seconds of the oldest open transaction of the server, which limits what VACUUM can remove',
  ],
  inactiveSlotBytes: [
    'dispatch_postgres_inactive_slot_bytes',
    'WAL retained by inactive replication slots, in bytes',
  ],
} as const satisfies Record<string, readonly [name: string, help: string]>;

type Counts = Record<keyof typeof COUNTED, number>;

/** Metrics that are read during a scrape. Counts are NaN if PostgreSQL does not reply in time. */
@Injectable()
export class ScrapedMetrics {
  private readonly counted: readonly [column: keyof Counts, gauge: Gauge][];
  private readonly indexReady: Gauge;
  private readonly redisUp: Gauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly connection: RedisConnection,
    private readonly reconciler: RedisReconciler,
    private readonly dataSource: DataSource,
  ) {
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [metrics.registry] });
    this.counted = (Object.keys(COUNTED) as (keyof Counts)[]).map((column) => {
      const [name, help] = COUNTED[column];
      return [column, gauge(name, help)];
    });
    this.indexReady = gauge(
      'dispatch_index_ready',
      '1 while this process searches the availability index, else 0',
    );
    this.redisUp = gauge('dispatch_redis_up', '1 while Redis is available, else 0');
  }

  /** All metrics in Prometheus' text format. */
  async render(): Promise<string> {
    const counts = await this.count();
    this.counted.forEach(([column, gauge]) => gauge.set(counts?.[column] ?? NaN));
    this.indexReady.set(Number(this.reconciler.indexReady));
    this.redisUp.set(Number(this.connection.state === 'up'));
    return this.metrics.registry.metrics();
  }

  /** Returns undefined if PostgreSQL does not reply in time. */
  private async count(): Promise<Counts | undefined> {
    const counted = this.dataSource.query<[Counts]>(COUNT, [MAX_COUNT]).then(
      ([counts]) => counts,
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
    });
    return Promise.race([counted, timeout]).finally(() => clearTimeout(timer));
  }
}
