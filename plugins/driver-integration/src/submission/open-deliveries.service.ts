import { Injectable } from '@nestjs/common';
import { TransactionalConnection, type ID } from '@vendure/core';
import { In, IsNull, Not, Or, type FindOptionsWhere } from 'typeorm';
import { before, DATABASE_NOW } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { UNSUBMITTED } from '../delivery/unsubmitted';

/** How long a delivery is left to the process that takes it up, in ms. */
const LEFT_ALONE_MS = 1_000;

/** Takes up deliveries of which the engine lacks something. */
@Injectable()
export class OpenDeliveriesService {
  constructor(private readonly connection: TransactionalConnection) {}

  /**
   * Takes up deliveries whose submission has failed, and open updates and cancellations. Leaves alone what another process
   * has just taken up: retries in several processes do not send the same deliveries again and again.
   *
   * @returns their ids
   */
  takeUpFailed(limit: number): Promise<ID[]> {
    const sweptAt = Or(IsNull(), before(this.connection.rawConnection, LEFT_ALONE_MS));
    return this.takeUp(limit, [
      { ...UNSUBMITTED, state: 'SUBMITTING', problem: Not(IsNull()), sweptAt },
      { ...PICKUP_CHANGED, sweptAt },
      { ...CANCELLATION_OPEN, sweptAt },
    ]);
  }

  /**
   * Takes up deliveries that match. Those that wait longest for it go first, so that deliveries that fail again and again
   * do not delay others. Being taken up counts as an update.
   *
   * @returns their ids
   */
  async takeUp(limit: number, where: FindOptionsWhere<DriverDelivery>[]): Promise<ID[]> {
    const repository = this.connection.rawConnection.getRepository(DriverDelivery);
    const deliveries = await repository
      .createQueryBuilder('delivery')
      .select('delivery.id')
      .where(where)
      // Databases differ in where they sort nulls.
      .orderBy('COALESCE(delivery.sweptAt, delivery.createdAt)', 'ASC')
      .addOrderBy('delivery.id', 'ASC')
      .limit(limit)
      .getMany();
    const ids = deliveries.map(({ id }) => id);
    if (ids.length > 0) {
      await repository.update({ id: In(ids) }, { sweptAt: DATABASE_NOW });
    }
    return ids;
  }
}

/** Deliveries whose pickup the engine may have in an earlier version. */
export const PICKUP_CHANGED: FindOptionsWhere<DriverDelivery> = { pickupChangedAt: Not(IsNull()) };

/** Deliveries whose cancellation the engine has not answered. */
export const CANCELLATION_OPEN: FindOptionsWhere<DriverDelivery> = {
  cancelRequestedAt: Not(IsNull()),
  cancelAnsweredAt: IsNull(),
};
