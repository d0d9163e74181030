import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { AVAILABILITY_COLUMNS, toAvailability, type DriverAvailabilityRow } from './driver-availability';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { RedisConnection } from './redis-connection';
import { RedisService } from './redis.service';

/** How often Redis is looked at, in ms: a lost index is noticed within this time. */
const PROBE_EVERY_MS = 1_000;

/** How often the whole index is compared with PostgreSQL, in ms. */
const COMPARE_EVERY_MS = 30_000;

const PAGE = 1_000;

/** Key of the advisory lock under which one engine at a time reconciles. Arbitrary, and never changed. */
const RECONCILE_LOCK = 7_203_417_002;

/**
 * Makes the index in Redis equal PostgreSQL: after an outage, after Redis lost its data, and every half minute
 * in case something else wrote to it. Until an index is complete it is not searched.
 */
@Injectable()
export class RedisReconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  /** False from the start of an outage until the index is whole again. */
  private trusted = false;
  private comparedAt = 0;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly redis: RedisService,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {
    connection.onOutage(() => (this.trusted = false));
    connection.onRecovery(() => void this.tick());
  }

  /** Whether this process may search the index: it has missed none of its own writes. */
  get indexTrusted(): boolean {
    return this.trusted && this.connection.state === 'up';
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
    const complete = await this.redis.isComplete();
    if (!complete) {
      this.trusted = false;
    }
    if (!this.trusted || Date.now() - this.comparedAt > COMPARE_EVERY_MS) {
      await this.reconcile();
    }
  }

  /** Compares every driver with the index under a lock that one engine holds at a time. */
  private async reconcile(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [{ locked }] = await manager.query<[{ locked: boolean }]>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [RECONCILE_LOCK],
      );
      if (!locked) {
        return;
      }
      const started = Date.now();
      const changed = (await this.writeAll(manager)) + (await this.removeStrangers(manager));
      await this.redis.markComplete();
      this.comparedAt = Date.now();
      this.trusted = true;
      if (changed > 0) {
        this.logger.info('The availability index was repaired', { changed, ms: Date.now() - started });
      }
    });
  }

  private async writeAll(manager: EntityManager): Promise<number> {
    let changed = 0;
    for (let after = ''; ;) {
      const rows = await manager.query<DriverAvailabilityRow[]>(
        `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id > $1 ORDER BY id LIMIT $2`,
        [after, PAGE],
      );
      const applied = await this.redis.applyStatuses(rows.map(toAvailability));
      changed += applied.changed + (await this.overrule(applied.ahead));
      if (rows.length < PAGE) {
        return changed;
      }
      after = rows[rows.length - 1].id;
    }
  }

  /**
   * The index may know a decision that was committed since the page was read. One that PostgreSQL does not know
   * even now is none: it was restored from a backup, or lost its last commits in a fail-over.
   */
  private async overrule(driverIds: string[]): Promise<number> {
    if (driverIds.length === 0) {
      return 0;
    }
    // Outside of the reconciler's transaction, which might not see the latest commits.
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1)`,
      [driverIds],
    );
    const drivers = rows.map(toAvailability);
    const { changed, ahead } = await this.redis.applyStatuses(drivers);
    const wrong = new Set(ahead);
    await this.redis.forget(ahead);
    const again = await this.redis.applyStatuses(drivers.filter(({ id }) => wrong.has(id)));
    return changed + again.changed;
  }

  private async removeStrangers(manager: EntityManager): Promise<number> {
    let removed = 0;
    let cursor = '0';
    do {
      const page = await this.redis.scanIndexed(cursor);
      cursor = page.cursor;
      const known = await manager.query<{ id: string }[]>(
        'SELECT id FROM driver_dispatch.drivers WHERE id = ANY ($1)',
        [page.driverIds],
      );
      const knownIds = new Set(known.map(({ id }) => id));
      const strangers = page.driverIds.filter((id) => !knownIds.has(id));
      await this.redis.forget(strangers);
      removed += strangers.length;
    } while (cursor !== '0');
    return removed;
  }
}
