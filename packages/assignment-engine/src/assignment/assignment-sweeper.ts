import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { alertParameters } from './offer-rules';
import { OffersService } from './offers.service';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const TAKE_DUE = sql('assignment/take-due-deliveries.sql');
const ANNOUNCE_UNASSIGNED = sql('assignment/announce-unassigned.sql');

/** Milliseconds between two sweeps. */
const SWEEP_EVERY_MS = 1_000;

/** Due deliveries per sweep. */
const BATCH = 200;

/**
 * Ends expired offers, retries every waiting delivery whose next attempt is due, whichever process accepted it, and writes an
 * event for those that have waited too long.
 */
@Injectable()
export class AssignmentSweeper extends PeriodicTask {
  constructor(
    private readonly dataSource: DataSource,
    private readonly waiting: WaitingDeliveriesService,
    private readonly offers: OffersService,
    @Inject(LOGGER) logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {
    super(logger, SWEEP_EVERY_MS, 'Assignment sweep failed');
  }

  protected async run(): Promise<void> {
    await this.offers.endExpired();
    const { retrySeconds, unassignedAfterSeconds } = this.configuration.assignment;
    const [due] = await this.dataSource.query<[{ id: string }[], number]>(TAKE_DUE, [retrySeconds, BATCH]);
    await this.waiting.assign(due.map(({ id }) => id));
    const overdue = await this.dataSource.query<{ deliveryId: string; submissionKey: string }[]>(
      ANNOUNCE_UNASSIGNED,
      [unassignedAfterSeconds, ...alertParameters(this.configuration)],
    );
    for (const delivery of overdue) {
      this.logger.warn('Delivery still unassigned', delivery);
    }
  }
}
