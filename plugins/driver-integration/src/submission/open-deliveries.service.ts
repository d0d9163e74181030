import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type ID } from '@vendure/core';
import { In, IsNull, Not, Or, type FindOptionsWhere } from 'typeorm';
import { before, DATABASE_NOW } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { UNSUBMITTED } from '../deliveries/unsubmitted';

/** Minimum time between two claims of a delivery, in ms. */
const MIN_CLAIM_INTERVAL_MS = 1_000;

/** Claims deliveries with pending changes for the engine. */
@Injectable()
@Instrument()
export class OpenDeliveriesService {
  constructor(private readonly connection: TransactionalConnection) {}

  /**
   * Claims deliveries with a failed submission, a pending update or a pending cancellation. Skips deliveries that another
   * process has just claimed, so that several processes do not send the same deliveries.
   *
   * @returns the ids of the claimed deliveries
   */
  claimFailed(limit: number): Promise<ID[]> {
    const sweptAt = Or(IsNull(), before(this.connection.rawConnection, MIN_CLAIM_INTERVAL_MS));
    return this.claim(limit, [
      { ...UNSUBMITTED, state: 'SUBMITTING', problemCode: Not(IsNull()), sweptAt },
      { ...PICKUP_CHANGED, sweptAt },
      { ...CANCELLATION_OPEN, sweptAt },
    ]);
  }

  /**
   * Claims matching deliveries. The longest unclaimed deliveries go first, so that repeatedly failing deliveries do not
   * delay others. A claim changes `updatedAt`.
   *
   * @returns the ids of the claimed deliveries
   */
  async claim(limit: number, where: FindOptionsWhere<DriverDelivery>[]): Promise<ID[]> {
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

/** Deliveries with a pickup change that the engine may not have. */
export const PICKUP_CHANGED: FindOptionsWhere<DriverDelivery> = { pickupChangedAt: Not(IsNull()) };

/** Deliveries with a cancellation that the engine has not answered. */
export const CANCELLATION_OPEN: FindOptionsWhere<DriverDelivery> = {
  cancelRequestedAt: Not(IsNull()),
  cancelAnsweredAt: IsNull(),
};
