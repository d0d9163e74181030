import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { AVAILABILITY_COLUMNS, toAvailability, type DriverAvailabilityRow } from './driver-availability';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { Metrics } from '../metrics/metrics';
import { countDrift, DRIFT_KINDS, sumDrift, type IndexDrift } from './index-drift';
import { MissedWrites } from './missed-writes';
import { RedisConnection } from './redis-connection';
import { RedisService } from './redis.service';

/** How often Redis is looked at, in ms: a lost index is noticed within this time. */
const PROBE_EVERY_MS = 1_000;

/** Drivers that are read and written at a time: Redis does nothing else for the few milliseconds of a write. */
const PAGE = 250;

/** Pause after each page of a comparison, in ms: orders and locations use the same Redis. None while the index is built. */
const PAUSE_MS = 25;

/** How often the transaction that holds the lock is used, in ms: PostgreSQL ends one that idles for 5 seconds. */
const KEEP_LOCK_EVERY_MS = 1_000;

/** Key of the advisory lock under which one engine at a time builds or compares the index. Arbitrary, and never changed. */
const LOCK = 7_203_417_002;

/** The index was lost while it was being compared. */
class IndexLostError extends Error {}

/**
 * Makes the index in Redis equal PostgreSQL: at full speed while it is missing or not ready, and else paced, some seconds
 * after the last comparison by any engine, in case something else wrote to it. An index that is not ready is not searched.
 */
@Injectable()
export class RedisReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  /** False from the start of an outage until the index is whole again. */
  private trusted = false;
  /** How often the connection has ended: what was written before is not known to be in the Redis that answers now. */
  private disconnects = 0;
  /** Whether drivers are under way to Redis of whom it could not be told at their time. */
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
    connection.onDisconnect(() => {
      this.trusted = false;
      this.disconnects++;
    });
    connection.onRecovery(() => void this.tick());
  }

  /** Whether this process may search the index: it is whole, and has heard of all that this process has done. */
  get indexTrusted(): boolean {
    return this.trusted && this.missed.none && !this.catchingUp && this.connection.state === 'up';
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

  /** Probes Redis and repairs the index where that is due; never throws. */
  tick(): Promise<void> {
    this.running ??= this.repairIfDue()
      .catch((error: unknown) => {
        this.logger.debug('The index was not reconciled', { error: describeError(error) });
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
        // Another engine may have compared the index a moment ago.
        if (await this.isDue()) {
          await this.reconcile();
        }
      });
    }
  }

  private async isDue(): Promise<boolean> {
    const comparedLately = await this.catchUp();
    return !this.trusted || !comparedLately;
  }

  /**
   * Finds out whether the index is still there, and writes what it has missed.
   *
   * @returns whether any engine has compared the index lately
   */
  private async catchUp(): Promise<boolean> {
    const { complete, comparedLately } = await this.redis.indexState();
    if (!complete || this.missed.tooMany) {
      this.trusted = false;
    }
    if (this.trusted && !this.missed.none) {
      await this.makeGood(this.missed.take());
    }
    return comparedLately;
  }

  /** Tells Redis how drivers stand of whom it could not be told; until then the index is not searched. */
  private async makeGood(driverIds: string[]): Promise<void> {
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
    const inUse = this.trusted;
    const { disconnects } = this;
    const started = Date.now();
    const rebuilding = inUse ? undefined : await this.redis.beginRebuilding();
    if (!inUse) {
      this.missed.take();
    }
    const drift = sumDrift(await this.writeAll(), { unknown: await this.removeIneligible() });
    const ready = rebuilding === undefined || (await this.redis.markComplete(rebuilding));
    if (!ready || this.disconnects !== disconnects) {
      return;
    }
    await this.redis.noteComparison();
    this.trusted = true;
    this.report(drift, Date.now() - started, inUse);
  }

  /**
   * Works while no other engine does the same, if none does yet. The lock goes with its transaction, so that an
   * engine that can't be reached any more does not keep it.
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

  /** @param inUse whether the index was searched while it differed */
  private report(drift: IndexDrift, ms: number, inUse: boolean): void {
    this.metrics.reconcileSeconds.set(ms / 1000);
    DRIFT_KINDS.forEach((kind) => this.metrics.indexDrift.set({ kind }, drift[kind]));
    const changed = countDrift(drift);
    if (inUse && changed > drift.behind) {
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
   * Rests while the index is in use, and writes what it has missed: a comparison takes longer than that may wait.
   *
   * @throws IndexLostError
   */
  private async pause(): Promise<void> {
    if (this.trusted) {
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal });
      await this.catchUp();
      if (!this.trusted) {
        throw new IndexLostError('The index was lost');
      }
    }
  }

  private async write(rows: DriverAvailabilityRow[]): Promise<IndexDrift> {
    const { drift, ahead } = await this.redis.applyStatuses(rows.map(toAvailability));
    return sumDrift(drift, await this.overrule(ahead));
  }

  /**
   * The index may know a decision that was committed since the page was read. One that PostgreSQL does not know
   * even now is none: it was restored from a backup, or lost its last commits in a fail-over.
   */
  private async overrule(driverIds: string[]): Promise<IndexDrift> {
    if (driverIds.length === 0) {
      return sumDrift();
    }
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds],
    );
    const drivers = rows.map(toAvailability);
    const { drift, ahead } = await this.redis.applyStatuses(drivers);
    const wrong = new Set(ahead);
    await this.redis.forget(ahead);
    await this.redis.applyStatuses(drivers.filter(({ id }) => wrong.has(id)));
    return sumDrift(drift, { status: wrong.size });
  }

  private async removeIneligible(): Promise<number> {
    let removed = 0;
    let cursor = '0';
    do {
      const page = await this.redis.scanIndexed(cursor, PAGE);
      removed += await this.removeUnknown(page.driverIds);
      cursor = page.cursor;
      await this.pause();
    } while (cursor !== '0');
    return removed;
  }

  private async removeUnknown(driverIds: string[]): Promise<number> {
    const strangers = await this.dataSource.query<{ id: string }[]>(
      // One look at the primary key for each; a join would be free to read the whole table for each page.
      `SELECT id FROM unnest($1::text[]) AS indexed (id)
       WHERE (SELECT d.id FROM driver_dispatch.drivers d WHERE d.id = indexed.id) IS NULL`,
      [driverIds],
    );
    await this.redis.forget(strangers.map(({ id }) => id));
    return strangers.length;
  }
}
