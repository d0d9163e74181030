import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { Metrics } from '../observability/metrics';
import { AVAILABILITY_COLUMNS, toAvailability, type DriverAvailabilityRow } from './driver-availability';
import { countDrift, DRIFT_KINDS, sumDrift, type IndexDrift } from './index-drift';
import { MissedWrites } from './missed-writes';
import { RedisConnection } from './redis-connection';
import { RedisService } from './redis.service';

/** Milliseconds between two probes: the maximum time until a lost index is detected. */
const PROBE_EVERY_MS = 1_000;

/** Drivers per page. A write blocks Redis for a few milliseconds. */
const PAGE = 250;

/** Pause after each page of a comparison, in ms, as orders and locations use the same Redis. A rebuild has no pauses. */
const PAUSE_MS = 25;

/** Milliseconds between two queries that keep the lock's transaction open. PostgreSQL ends it after 5 idle seconds. */
const KEEP_LOCK_EVERY_MS = 1_000;

/** Key of the advisory lock of rebuilds and comparisons. The number is arbitrary and must not change. */
const LOCK = 7_203_417_002;

/** The index was lost during a comparison. */
class IndexLostError extends Error {}

/**
 * Keeps the index in Redis equal to PostgreSQL. Rebuilds it at full speed if it is missing or not ready. Compares and
 * repairs a ready index slowly, some seconds after the last comparison by any engine, in case something else wrote to it.
 * An index that is not ready is not searched.
 */
@Injectable()
export class RedisReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  /** False from the start of an outage until the index is complete again. */
  private ready = false;
  /** Number of ended connections. Earlier writes may be missing in the Redis of the current connection. */
  private disconnects = 0;
  /** Whether missed writes are being repeated. */
  private catchingUp = false;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly connection: RedisConnection,
    private readonly redis: RedisService,
    private readonly missed: MissedWrites,
    private readonly dataSource: DataSource,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {
    DRIFT_KINDS.forEach((kind) => metrics.indexDrift.set({ kind }, 0));
    connection.onDisconnect(() => {
      this.ready = false;
      this.disconnects++;
    });
    connection.onRecovery(() => void this.tick());
  }

  /** Whether this process may search the index: it is complete and contains all writes of this process. */
  get indexReady(): boolean {
    return this.ready && this.missed.none && !this.catchingUp && this.connection.state === 'up';
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.connection.enabled) {
      await this.tick();
      this.timer = setInterval(() => void this.tick(), PROBE_EVERY_MS);
      this.timer.unref();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
  }

  /** Probes Redis and repairs the index if due. Never throws. */
  tick(): Promise<void> {
    this.running ??= this.repairIfDue()
      .catch((error: unknown) => {
        this.logger.debug('Availability index reconciliation failed', { error: describeError(error) });
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async repairIfDue(): Promise<void> {
    await this.connection.probe();
    if (this.connection.state !== 'up') {
      return;
    }
    if (await this.isDue()) {
      await this.underLock(async () => {
        // Another engine may have just compared the index.
        if (await this.isDue()) {
          await this.reconcile();
        }
      });
    }
  }

  private async isDue(): Promise<boolean> {
    const comparedRecently = await this.catchUp();
    return !this.ready || !comparedRecently;
  }

  /**
   * Checks whether the index still exists, and repeats missed writes.
   *
   * @returns whether any engine has compared the index recently
   */
  private async catchUp(): Promise<boolean> {
    const { ready, comparedRecently } = await this.redis.indexState();
    if (!ready || this.missed.tooMany) {
      this.ready = false;
    }
    if (this.ready && !this.missed.none) {
      await this.repeatMissedWrites(this.missed.take());
    }
    return comparedRecently;
  }

  /** Writes the current state of drivers whose writes were missed. The index is not searched meanwhile. */
  private async repeatMissedWrites(driverIds: string[]): Promise<void> {
    this.catchingUp = true;
    let from = 0;
    try {
      for (; from < driverIds.length; from += PAGE) {
        const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
          `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
          [driverIds.slice(from, from + PAGE)],
        );
        await this.redis.applyStatuses(rows.map(toAvailability));
      }
    } catch (error) {
      this.missed.add(driverIds.slice(from));
      throw error;
    } finally {
      this.catchingUp = false;
    }
  }

  private async reconcile(): Promise<void> {
    const inUse = this.ready;
    const { disconnects } = this;
    const started = Date.now();
    const rebuilding = inUse ? undefined : await this.redis.beginRebuilding();
    if (!inUse) {
      this.missed.take();
    }
    const drift = sumDrift(await this.writeAll(), { unknown: await this.removeUnknownDrivers() });
    const ready = rebuilding === undefined || (await this.redis.markReady(rebuilding));
    if (!ready || this.disconnects !== disconnects) {
      return;
    }
    await this.redis.noteComparison();
    this.ready = true;
    this.report(drift, Date.now() - started, inUse);
  }

  /**
   * Runs the work under the advisory lock, or returns if another engine holds it. The lock belongs to a transaction, so
   * that an unreachable engine does not keep it.
   */
  private async underLock(work: () => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [{ locked }] = await manager.query<[{ locked: boolean }]>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [LOCK],
      );
      if (!locked) {
        return;
      }
      let kept: Promise<unknown> = Promise.resolve();
      const timer = setInterval(() => {
        kept = kept.then(() => manager.query('SELECT')).catch(() => undefined);
      }, KEEP_LOCK_EVERY_MS);
      try {
        await work();
      } finally {
        clearInterval(timer);
        await kept;
      }
    });
  }

  /** @param inUse whether the index was searched before the repair */
  private report(drift: IndexDrift, ms: number, inUse: boolean): void {
    this.metrics.reconcileSeconds.set(ms / 1000);
    DRIFT_KINDS.forEach((kind) => this.metrics.indexDrift.set({ kind }, drift[kind]));
    const changed = countDrift(drift);
    if (inUse && changed > drift.stale) {
      this.logger.warn('The availability index had drifted from PostgreSQL', { changed, drift, ms });
    } else if (changed > 0) {
      this.logger.info('The availability index was repaired', { changed, drift, ms });
    }
  }

  private async writeAll(): Promise<IndexDrift> {
    let drift = sumDrift();
    for (let after: string | undefined = ''; after !== undefined;) {
      const rows: DriverAvailabilityRow[] = await this.dataSource.query<DriverAvailabilityRow[]>(
        `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id > $1 ORDER BY id LIMIT $2`,
        [after, PAGE],
      );
      drift = sumDrift(drift, await this.write(rows));
      after = rows.length < PAGE ? undefined : rows[rows.length - 1].id;
      await this.pause();
    }
    return drift;
  }

  /**
   * Pauses a comparison, and repeats missed writes, which must not wait until its end.
   *
   * @throws IndexLostError
   */
  private async pause(): Promise<void> {
    if (this.ready) {
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal });
      await this.catchUp();
      if (!this.ready) {
        throw new IndexLostError('The index was lost');
      }
    }
  }

  private async write(rows: DriverAvailabilityRow[]): Promise<IndexDrift> {
    const { drift, newer } = await this.redis.applyStatuses(rows.map(toAvailability));
    return sumDrift(drift, await this.replaceNewer(newer));
  }

  /**
   * Handles entries whose version is newer than the page. Such a version may have been committed since the page was read.
   * If PostgreSQL still does not have it, it was restored from a backup or lost commits in a fail-over: the entry is
   * replaced.
   */
  private async replaceNewer(driverIds: string[]): Promise<IndexDrift> {
    if (driverIds.length === 0) {
      return sumDrift();
    }
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds],
    );
    const drivers = rows.map(toAvailability);
    const { drift, newer } = await this.redis.applyStatuses(drivers);
    const wrong = new Set(newer);
    await this.redis.remove(newer);
    await this.redis.applyStatuses(drivers.filter(({ id }) => wrong.has(id)));
    return sumDrift(drift, { wrong_status: wrong.size });
  }

  private async removeUnknownDrivers(): Promise<number> {
    let removed = 0;
    let cursor = '0';
    do {
      const page = await this.redis.scanIndexed(cursor, PAGE);
      removed += await this.removeUnknownOf(page.driverIds);
      cursor = page.cursor;
      await this.pause();
    } while (cursor !== '0');
    return removed;
  }

  private async removeUnknownOf(driverIds: string[]): Promise<number> {
    const unknown = await this.dataSource.query<{ id: string }[]>(
      // A lookup by primary key for each id. A join could be planned as a scan of the whole table for each page.
      `SELECT id FROM unnest($1::text[]) AS indexed (id)
       WHERE (SELECT d.id FROM driver_dispatch.drivers d WHERE d.id = indexed.id) IS NULL`,
      [driverIds],
    );
    await this.redis.remove(unknown.map(({ id }) => id));
    return unknown.length;
  }
}
