import { Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { before, DATABASE_NOW, within } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { STILL_TO_HAND_OVER } from '../delivery/still-to-hand-over';
import { HandoverQueueService } from './handover-queue.service';

const MINUTE_MS = 60_000;

/** How long a delivery is left to its own job before the sweep takes it up, in ms. */
const LEFT_ALONE_MS = 30_000;

/** How many of the deliveries that only want to be told one sweep takes up. */
const UNTOLD_BATCH = 500;

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
 * Finds deliveries that the engine should know more about than it does: whose job was lost with its process,
 * whose tries were used up while the engine was away, or whose place can perhaps be told by now. Those that wait
 * longest for a sweep go first, so that what stays stuck never keeps others from their turn.
 */
@Injectable()
export class HandoverSweepService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly queue: HandoverQueueService,
  ) {}

  /** @returns how many deliveries were taken up */
  async sweep(): Promise<{ takenUp: number }> {
    const { rawConnection: connection } = this.connection;
    const leftAlone = before(connection, LEFT_ALONE_MS);
    const untold = await this.takeUp(UNTOLD_BATCH, [
      { ...STILL_TO_HAND_OVER, state: 'HANDOVER', updatedAt: leftAlone },
      { pickupChangedAt: Not(IsNull()), updatedAt: leftAlone },
      { cancelRequestedAt: Not(IsNull()), cancelAnsweredAt: IsNull(), updatedAt: leftAlone },
    ]);
    const notLocated = { ...STILL_TO_HAND_OVER, state: 'NOT_LOCATED' } as const;
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
    return { takenUp: untold + fresh + old };
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
    for (const id of ids) {
      await this.queue.add(id);
    }
    return ids.length;
  }
}
