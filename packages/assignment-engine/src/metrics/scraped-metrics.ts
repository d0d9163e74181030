import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { RedisConnection } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';
import { Metrics } from './metrics';

/** The most that is counted of anything: a scrape stays cheap whatever has piled up. */
const COUNT_AT_MOST = 100_000;

/** How long PostgreSQL may take to count, in ms. */
const TIMEOUT_MS = 2_000;

const COUNT = sql('read-scraped-metrics.sql');

/** The gauges that PostgreSQL's answer fills, by the answer's columns. */
const COUNTED = {
  waiting: ['dispatch_deliveries_waiting', `Deliveries that wait for a driver, ${COUNT_AT_MOST} at the most`],
  unsent: ['dispatch_events_unsent', `Unsent events, ${COUNT_AT_MOST} at the most`],
  dead: ['dispatch_dead_letters', `Events that are no longer sent, ${COUNT_AT_MOST} at the most`],
  deadRows: [
    'dispatch_postgres_dead_rows',
    "Row versions of the engine's tables that VACUUM has not removed, as PostgreSQL estimates them",
  ],
  oldestTransactionSeconds: [
    'dispatch_postgres_oldest_transaction_seconds',
    'Age of the oldest open transaction of the server: VACUUM removes no row version that it may still see',
  ],
  inactiveSlotBytes: [
    'dispatch_postgres_inactive_slot_bytes',
    'WAL that replication slots without a consumer keep on the disk',
  ],
} as const satisfies Record<string, readonly [name: string, help: string]>;

type Counts = Record<keyof typeof COUNTED, number>;

/** What is looked up when metrics are asked for. A count that PostgreSQL does not give in time is NaN. */
@Injectable()
export class ScrapedMetrics {
  private readonly counted: readonly [column: keyof Counts, gauge: Gauge][];
  private readonly indexTrusted: Gauge;
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
    this.indexTrusted = gauge('dispatch_index_trusted', '1 while this process searches the index, else 0');
    this.redisUp = gauge('dispatch_redis_up', '1 while Redis answers, 0 without it');
  }

  /** All metrics in Prometheus' text format. */
  async render(): Promise<string> {
    const counts = await this.count();
    this.counted.forEach(([column, gauge]) => gauge.set(counts?.[column] ?? NaN));
    this.indexTrusted.set(Number(this.reconciler.indexTrusted));
    this.redisUp.set(Number(this.connection.state === 'up'));
    return this.metrics.registry.metrics();
  }

  /** Returns undefined where PostgreSQL does not answer in time. */
  private async count(): Promise<Counts | undefined> {
    const counted = this.dataSource.query<[Counts]>(COUNT, [COUNT_AT_MOST]).then(
      ([counts]) => counts,
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
    });
    return Promise.race([counted, patience]).finally(() => clearTimeout(timer));
  }
}
