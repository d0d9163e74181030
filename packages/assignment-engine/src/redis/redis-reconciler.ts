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
import { RedisService, type IndexPage } from './redis.service';

/** How often Redis is looked at, in ms: a lost index is noticed within this time. */
const PROBE_EVERY_MS = 1_000;

/** How long after a comparison of the whole index with PostgreSQL the next one begins, in ms. */
const COMPARE_AFTER_MS = 20_000;

/** Drivers that are written at a time while the index is built, and while nobody should notice. */
const PAGE = 500;
const QUIET_PAGE = 200;

/** A comparison rests so many times as long as it works: orders and locations want the same Redis. */
const RESTS = 5;

/** How often the transaction that holds the lock is used, in ms: PostgreSQL ends one that idles for 5 seconds. */
const KEEP_LOCK_EVERY_MS = 1_000;

/**
 * Keys of the advisory locks under which one engine at a time builds the index, and one compares it at leisure: who
 * needs the index does not wait for that. Arbitrary, and never changed.
 */
const BUILD_LOCK = 7_203_417_002;
const COMPARE_LOCK = 7_203_417_004;

/** The index was lost while it was being compared. */
class IndexLostError extends Error {}

/**
 * Makes the index in Redis equal PostgreSQL: as fast as it can after an outage, and after Redis lost its data; at
 * leisure ever again, in case something else wrote to it. Until an index is complete it is not searched.
 */
@Injectable()
export class RedisReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  /** False from the start of an outage until the index is whole again. */
  private trusted = false;
  /** How often the connection has ended: what was written before is not known to be in the Redis that answers now. */
  private disconnects = 0;
  /** Whether drivers are under way to Redis of whom it could not be told at their time. */
  private catchingUp = false;
  private comparedAt = 0;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** Ends the rest under way. */
  private resting: AbortController | undefined;

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
    this.stopping = true;
    this.resting?.abort();
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
    await this.catchUp();
    if (!this.trusted || Date.now() - this.comparedAt > COMPARE_AFTER_MS) {
      await this.reconcile();
    }
  }

  /** Finds out whether the index is still there, and tells it of what it has missed. */
  private async catchUp(): Promise<void> {
    if (!(await this.redis.isComplete()) || this.missed.tooMany) {
      this.trusted = false;
    }
    if (this.trusted && !this.missed.none) {
      await this.makeGood(this.missed.take());
    }
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
    await this.underLock(inUse ? COMPARE_LOCK : BUILD_LOCK, async () => {
      const started = Date.now();
      const rebuilding = inUse ? undefined : await this.redis.beginRebuilding();
      if (!inUse) {
        this.missed.take();
      }
      const drift = sumDrift(await this.writeAll(), { unknown: await this.removeStrangers() });
      const whole = rebuilding === undefined || (await this.redis.markComplete(rebuilding));
      if (!whole || this.disconnects !== disconnects) {
        return;
      }
      this.comparedAt = Date.now();
      this.trusted = true;
      this.report(drift, this.comparedAt - started, inUse);
    });
  }

  /**
   * Works while no other engine does the same, if none does yet. The lock goes with its transaction, so that an
   * engine that can't be reached any more does not keep it.
   */
  private async underLock(key: number, work: () => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [{ locked }] = await manager.query<[{ locked: boolean }]>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [key],
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

  /** Reads each page of drivers while the one before is being written. */
  private async writeAll(): Promise<IndexDrift> {
    let drift = sumDrift();
    let writing = Promise.resolve(drift);
    const page = this.trusted ? QUIET_PAGE : PAGE;
    for (let after: string | undefined = ''; after !== undefined;) {
      const [rows, written]: [DriverAvailabilityRow[], IndexDrift] = await Promise.all([
        this.dataSource.query<DriverAvailabilityRow[]>(
          `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id > $1 ORDER BY id LIMIT $2`,
          [after, page],
        ),
        writing,
      ]);
      drift = sumDrift(drift, written);
      writing = this.write(rows);
      after = rows.length < page ? undefined : rows[rows.length - 1].id;
      if (after !== undefined) {
        writing = this.rest(writing);
      }
    }
    return sumDrift(drift, await writing);
  }

  /**
   * Works, then rests while the index is in use, and catches up: a comparison takes longer than that may wait.
   *
   * @throws IndexLostError when it is not
   */
  private async rest<T>(work: Promise<T>): Promise<T> {
    const started = Date.now();
    const result = await work;
    if (this.trusted) {
      this.resting = new AbortController();
      const { signal } = this.resting;
      if (this.stopping) {
        this.resting.abort();
      }
      await sleep(RESTS * (Date.now() - started + 1), undefined, { signal });
      await this.catchUp();
      if (!this.trusted) {
        throw new IndexLostError('The index was lost');
      }
    }
    return result;
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

  /** Looks up each page of the index while the next is being read. */
  private async removeStrangers(): Promise<number> {
    let removed = 0;
    let removing = Promise.resolve(0);
    let cursor = '0';
    do {
      const [page, before]: [IndexPage, number] = await Promise.all([
        this.redis.scanIndexed(cursor),
        removing,
      ]);
      removed += before;
      cursor = page.cursor;
      removing = this.removeUnknown(page.driverIds);
      if (cursor !== '0') {
        removing = this.rest(removing);
      }
    } while (cursor !== '0');
    return removed + (await removing);
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
