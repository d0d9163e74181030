import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection } from '@vendure/core';
import type { FindOptionsWhere } from 'typeorm';
import { before, within } from '../deliveries/database-clock';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { UNSUBMITTED } from '../deliveries/unsubmitted';
import { CANCELLATION_OPEN, OpenDeliveriesService, PICKUP_CHANGED } from './open-deliveries.service';
import { SubmissionStarterService } from './submission-starter.service';

const MINUTE_MS = 60_000;

/** Minimum age of the last change of a delivery, in ms. Before, its own process submits it. */
const MIN_AGE_MS = 30_000;

/** Maximum number of deliveries with a pending submission, update or cancellation per sweep. */
const OPEN_BATCH = 500;

/**
 * Maximum number of NOT_LOCATED deliveries per sweep, separately for recent and old ones, so that they do not delay each
 * other. Each may cause a request to a geocoder, which may be limited and priced.
 */
const NOT_LOCATED_BATCH = 50;

/** Maximum age of a recent delivery, in ms. */
const RECENT_MS = 60 * MINUTE_MS;

/** Minimum time between two tries to locate an old delivery, in ms. */
const OLD_RETRY_INTERVAL_MS = 15 * MINUTE_MS;

/**
 * Finds deliveries with pending changes for the engine: their process has ended, the job queue has used all retries, or
 * their pickup or drop-off may be located now.
 */
@Injectable()
@Instrument()
export class SubmissionSweepService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly deliveries: OpenDeliveriesService,
    private readonly queue: SubmissionStarterService,
  ) {}

  /** @returns the number of claimed deliveries */
  async sweep(): Promise<{ claimed: number }> {
    const { rawConnection: connection } = this.connection;
    const due = before(connection, MIN_AGE_MS);
    const open = await this.claim(OPEN_BATCH, [
      { ...UNSUBMITTED, state: 'SUBMITTING', updatedAt: due },
      { ...PICKUP_CHANGED, updatedAt: due },
      { ...CANCELLATION_OPEN, updatedAt: due },
    ]);
    const notLocated = { ...UNSUBMITTED, state: 'NOT_LOCATED' } as const;
    const recent = await this.claim(NOT_LOCATED_BATCH, [
      { ...notLocated, createdAt: within(connection, RECENT_MS), updatedAt: due },
    ]);
    const old = await this.claim(NOT_LOCATED_BATCH, [
      {
        ...notLocated,
        createdAt: before(connection, RECENT_MS),
        updatedAt: before(connection, OLD_RETRY_INTERVAL_MS),
      },
    ]);
    return { claimed: open + recent + old };
  }

  private async claim(batch: number, where: FindOptionsWhere<DriverDelivery>[]): Promise<number> {
    const ids = await this.deliveries.claim(batch, where);
    this.queue.update(ids);
    return ids.length;
  }
}
