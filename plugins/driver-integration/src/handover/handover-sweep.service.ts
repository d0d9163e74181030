import { Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import { In, IsNull, LessThan, Not, type FindOptionsWhere } from 'typeorm';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { HandoverQueueService } from './handover-queue.service';

/** How long a delivery is left to its own job before the sweep takes it up, in ms. */
const LEFT_ALONE_MS = 30_000;

/** How many deliveries one sweep takes up. */
const BATCH = 500;

/**
 * Finds deliveries that the engine should know more about than it does: whose job was lost with its process,
 * whose tries were used up while the engine was away, or whose place can perhaps be told by now.
 */
@Injectable()
export class HandoverSweepService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly queue: HandoverQueueService,
  ) {}

  /** @returns how many deliveries were taken up */
  async sweep(): Promise<{ takenUp: number }> {
    const updatedAt = LessThan(new Date(Date.now() - LEFT_ALONE_MS));
    const untold: FindOptionsWhere<DriverDelivery>[] = [
      {
        updatedAt,
        handedOverAt: IsNull(),
        cancelRequestedAt: IsNull(),
        state: In(['HANDOVER', 'NOT_LOCATED']),
      },
      { updatedAt, cancelRequestedAt: Not(IsNull()), cancelAnsweredAt: IsNull() },
    ];
    const deliveries = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .find({ where: untold, select: { id: true }, order: { id: 'ASC' }, take: BATCH });
    for (const { id } of deliveries) {
      await this.queue.add(id);
    }
    return { takenUp: deliveries.length };
  }
}
