import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { RedisConnection } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';
import { Metrics } from './metrics';

/** The most that is counted of anything: a scrape stays cheap whatever has piled up. */
const COUNT_AT_MOST = 100_000;

/** How long PostgreSQL may take to count, in ms. */
const PATIENCE_MS = 2_000;

const COUNT = `SELECT
  (SELECT count(*)::int FROM (SELECT FROM driver_dispatch.deliveries
     WHERE state = 'PENDING' LIMIT $1) rows) AS waiting,
  (SELECT count(*)::int FROM (SELECT FROM driver_dispatch.delivery_events
     WHERE relayed_at IS NULL AND dead_at IS NULL LIMIT $1) rows) AS outstanding,
  (SELECT count(*)::int FROM (SELECT FROM driver_dispatch.delivery_events
     WHERE dead_at IS NOT NULL LIMIT $1) rows) AS dead`;

interface Counts {
  waiting: number;
  outstanding: number;
  dead: number;
}

/** What is looked up when metrics are asked for. A count that PostgreSQL does not give in time is NaN. */
@Injectable()
export class ScrapedMetrics {
  private readonly waiting: Gauge;
  private readonly outstanding: Gauge;
  private readonly dead: Gauge;
  private readonly indexTrusted: Gauge;
  private readonly redisUp: Gauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly connection: RedisConnection,
    private readonly reconciler: RedisReconciler,
    private readonly dataSource: DataSource,
  ) {
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [metrics.registry] });
    const most = `${COUNT_AT_MOST} at the most`;
    this.waiting = gauge('dispatch_deliveries_waiting', `Deliveries that wait for a driver, ${most}`);
    this.outstanding = gauge('dispatch_events_outstanding', `Events Vendure is yet to be told of, ${most}`);
    this.dead = gauge('dispatch_dead_letters', `Events that are no longer tried, ${most}`);
    this.indexTrusted = gauge('dispatch_index_trusted', '1 while this process searches the index, else 0');
    this.redisUp = gauge('dispatch_redis_up', '1 while Redis answers, 0 without it');
  }

  /** All metrics in Prometheus' text format. */
  async render(): Promise<string> {
    const { waiting, outstanding, dead } = await this.count();
    this.waiting.set(waiting);
    this.outstanding.set(outstanding);
    this.dead.set(dead);
    this.indexTrusted.set(Number(this.reconciler.indexTrusted));
    this.redisUp.set(Number(this.connection.state === 'up'));
    return this.metrics.registry.metrics();
  }

  private async count(): Promise<Counts> {
    const unknown = { waiting: NaN, outstanding: NaN, dead: NaN };
    const counted = this.dataSource.query<[Counts]>(COUNT, [COUNT_AT_MOST]).then(
      ([counts]) => counts,
      () => unknown,
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Counts>((resolve) => {
      timer = setTimeout(() => resolve(unknown), PATIENCE_MS);
    });
    return Promise.race([counted, patience]).finally(() => clearTimeout(timer));
  }
}
