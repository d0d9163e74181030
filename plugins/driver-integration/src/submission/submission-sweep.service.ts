import { Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import type { FindOptionsWhere } from 'typeorm';
import { before, within } from '../delivery/database-clock';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { UNSUBMITTED } from '../delivery/unsubmitted';
import { CANCELLATION_OPEN, OpenDeliveriesService, PICKUP_CHANGED } from './open-deliveries.service';
import { SubmissionQueueService } from './submission-queue.service';

const MINUTE_MS = 60_000;

/** How long a delivery is left to the process that submits it, in ms. */
const LEFT_ALONE_MS = 30_000;

/** Deliveries whose submission, update or cancellation is open that one sweep takes up. */
const OPEN_BATCH = 500;

/**
 * How many deliveries without a place one sweep looks at again, of the fresh and of the old ones each: neither
 * keep the others waiting. Each look may ask a geocoder, which has its limits and its price.
 */
const NOT_LOCATED_BATCH = 50;

/** For how long a delivery counts as fresh, in ms. */
const FRESH_MS = 60 * MINUTE_MS;

/** How long an old one is left alone between two looks, in ms. */
const OLD_LEFT_ALONE_MS = 15 * MINUTE_MS;

/**
 * Finds deliveries of which the engine lacks something: the process that submitted them has ended, the job queue has given
 * up, or their place may be located by now.
 */
@Injectable()
export class SubmissionSweepService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly deliveries: OpenDeliveriesService,
    private readonly queue: SubmissionQueueService,
  ) {}

  /** @returns how many deliveries were taken up */
  async sweep(): Promise<{ takenUp: number }> {
    const { rawConnection: connection } = this.connection;
    const leftAlone = before(connection, LEFT_ALONE_MS);
    const open = await this.takeUp(OPEN_BATCH, [
      { ...UNSUBMITTED, state: 'SUBMITTING', updatedAt: leftAlone },
      { ...PICKUP_CHANGED, updatedAt: leftAlone },
      { ...CANCELLATION_OPEN, updatedAt: leftAlone },
    ]);
    const notLocated = { ...UNSUBMITTED, state: 'NOT_LOCATED' } as const;
    const fresh = await this.takeUp(NOT_LOCATED_BATCH, [
      { ...notLocated, createdAt: within(connection, FRESH_MS), updatedAt: leftAlone },
    ]);
    const old = await this.takeUp(NOT_LOCATED_BATCH, [
      {
        ...notLocated,
        createdAt: before(connection, FRESH_MS),
        updatedAt: before(connection, OLD_LEFT_ALONE_MS),
      },
    ]);
    return { takenUp: open + fresh + old };
  }

  private async takeUp(batch: number, where: FindOptionsWhere<DriverDelivery>[]): Promise<number> {
    const ids = await this.deliveries.takeUp(batch, where);
    this.queue.update(ids);
    return ids.length;
  }
}
