import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { DeliveryEraser } from './delivery-eraser';

const FIND_EXPIRED = sql('personal-data/find-expired-deliveries.sql');
const ERASE_TRACES = sql('personal-data/erase-driver-traces.sql');

/** Key of the advisory lock of a batch. The number is arbitrary and must not change. */
export const RETENTION_LOCK = 7_203_417_009;

const DAY_SECONDS = 86_400;

/** Maximum time between two runs, in ms. */
const RUN_EVERY_MS = 600_000;

/** Maximum number of deliveries, or of rows per table, in a batch. */
const BATCH = 50;

/** Pause between two batches in ms. Short batches with pauses delay concurrent orders least. */
const PAUSE_MS = 200;

/**
 * Erases personal data after the retention time, by PostgreSQL's clock. Each batch is a transaction, so that an interrupted
 * run continues where it ended. One engine at a time erases.
 */
@Injectable()
export class Retention extends PeriodicTask {
  private readonly stopping = new AbortController();
  private readonly seconds: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly eraser: DeliveryEraser,
    @Inject(LOGGER) logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) { retention }: EngineConfiguration,
  ) {
    const seconds = retention.days * DAY_SECONDS;
    super(logger, Math.min(RUN_EVERY_MS, seconds * 250), 'Personal data not erased');
    this.seconds = seconds;
  }

  override async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await super.onApplicationShutdown();
  }

  /** Erases expired deliveries, then expired traces of drivers, each until a batch finds nothing. */
  protected async run(): Promise<void> {
    const deliveries = await this.repeat(() => this.eraseDeliveries());
    const traces = await this.repeat(() => this.eraseTraces());
    if (deliveries + traces > 0) {
      this.logger.info('Personal data erased', { deliveries, traces });
    }
  }

  /** Erases the next batch of expired deliveries. @returns their number */
  eraseDeliveries(batch = BATCH): Promise<number> {
    return this.alone(async (manager) => {
      const expired = await manager.query<{ id: string }[]>(FIND_EXPIRED, [this.seconds, batch]);
      return (
        await this.eraser.erase(
          expired.map(({ id }) => id),
          manager,
        )
      ).length;
    });
  }

  /** Erases the next batch of expired changes of status, locations and devices of drivers. @returns number of rows */
  eraseTraces(batch = BATCH): Promise<number> {
    return this.alone(async (manager) => {
      const [{ changed }] = await manager.query<[{ changed: string }]>(ERASE_TRACES, [this.seconds, batch]);
      return Number(changed);
    });
  }

  /** Runs a batch in a transaction. @returns 0 if another engine runs one */
  private alone(erase: (manager: EntityManager) => Promise<number>): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [{ locked }] = await manager.query<[{ locked: boolean }]>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [RETENTION_LOCK],
      );
      return locked ? erase(manager) : 0;
    });
  }

  /** Repeats a batch until it changes nothing or the engine stops. @returns the sum */
  private async repeat(batch: () => Promise<number>): Promise<number> {
    let total = 0;
    while (!this.stopping.signal.aborted) {
      const changed = await batch();
      total += changed;
      if (changed === 0) {
        break;
      }
      await sleep(PAUSE_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    return total;
  }
}
