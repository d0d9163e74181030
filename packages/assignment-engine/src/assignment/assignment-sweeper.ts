import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const TAKE_DUE = sql('assignment/take-due-deliveries.sql');
const ANNOUNCE_UNASSIGNED = sql('assignment/announce-unassigned.sql');

/** Milliseconds between two sweeps. */
const SWEEP_EVERY_MS = 1_000;

/** Due deliveries per sweep. */
const BATCH = 200;

/**
 * Retries every waiting delivery whose next attempt is due, whichever process accepted it, and writes an event for those
 * that have waited too long.
 */
@Injectable()
export class AssignmentSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly waiting: WaitingDeliveriesService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tick(), SWEEP_EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private tick(): void {
    this.running ??= this.sweep()
      .catch((error: unknown) => {
        this.logger.warn('Assignment sweep failed', { error: describeError(error) });
      })
      .finally(() => (this.running = undefined));
  }

  private async sweep(): Promise<void> {
    const { retrySeconds, unassignedAfterSeconds } = this.configuration.assignment;
    const [due] = await this.dataSource.query<[{ id: string }[], number]>(TAKE_DUE, [retrySeconds, BATCH]);
    await this.waiting.assign(due.map(({ id }) => id));
    const overdue = await this.dataSource.query<{ deliveryId: string; submissionKey: string }[]>(
      ANNOUNCE_UNASSIGNED,
      [unassignedAfterSeconds],
    );
    for (const delivery of overdue) {
      this.logger.warn('Delivery still unassigned', delivery);
    }
  }
}
