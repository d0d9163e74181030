import { Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { before, DATABASE_NOW, within } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { UNSUBMITTED } from '../delivery/unsubmitted';
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
 * up, or their place may be located by now. Those that wait longest for a sweep go first, so that deliveries that fail
 * again and again do not delay others.
 */
@Injectable()
export class SubmissionSweepService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly queue: SubmissionQueueService,
  ) {}

  /** @returns how many deliveries were taken up */
  async sweep(): Promise<{ takenUp: number }> {
    const { rawConnection: connection } = this.connection;
    const leftAlone = before(connection, LEFT_ALONE_MS);
    const open = await this.takeUp(OPEN_BATCH, [
      { ...UNSUBMITTED, state: 'HANDOVER', updatedAt: leftAlone },
      { pickupChangedAt: Not(IsNull()), updatedAt: leftAlone },
      { cancelRequestedAt: Not(IsNull()), cancelAnsweredAt: IsNull(), updatedAt: leftAlone },
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

  /** Being taken up counts as an update, which is what leaves a delivery alone until its next turn. */
  private async takeUp(batch: number, where: FindOptionsWhere<DriverDelivery>[]): Promise<number> {
    const repository = this.connection.rawConnection.getRepository(DriverDelivery);
    const deliveries = await repository
      .createQueryBuilder('delivery')
      .select('delivery.id')
      .where(where)
      // Databases differ in where they sort nulls.
      .orderBy('COALESCE(delivery.sweptAt, delivery.createdAt)', 'ASC')
      .addOrderBy('delivery.id', 'ASC')
      .limit(batch)
      .getMany();
    if (deliveries.length === 0) {
      return 0;
    }
    const ids = deliveries.map(({ id }) => id);
    await repository.update({ id: In(ids) }, { sweptAt: DATABASE_NOW });
    this.queue.update(ids);
    return ids.length;
  }
}
