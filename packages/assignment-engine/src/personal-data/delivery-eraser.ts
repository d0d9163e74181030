import type { EraseDeliveries, EraseDeliveriesReply } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, type EntityManager } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';

const ERASE = sql('personal-data/erase-deliveries.sql');

/** Erases the personal data of ended deliveries. Their identity, state and times remain. */
@Injectable()
export class DeliveryEraser {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Erases deliveries that have ended and whose events are all acknowledged.
   *
   * @returns ids of the deliveries that were erased now
   */
  async erase(deliveryIds: string[], manager: EntityManager = this.dataSource.manager): Promise<string[]> {
    const [erased] = await manager.query<[{ id: string }[], number]>(ERASE, [deliveryIds]);
    return erased.map(({ id }) => id);
  }

  /** As the contract's `EngineClient.eraseDeliveries`. */
  async eraseRequested({ data }: EraseDeliveries): Promise<EraseDeliveriesReply> {
    const requested = await this.findNotErased(data.submissionKeys);
    await this.erase(requested.map(({ id }) => id));
    const pending = await this.findNotErased(data.submissionKeys);
    return { pending: pending.map(({ submissionKey }) => submissionKey) };
  }

  private findNotErased(submissionKeys: string[]): Promise<DeliveryEntity[]> {
    return this.dataSource.manager.find(DeliveryEntity, {
      where: { submissionKey: In(submissionKeys), erasedAt: IsNull() },
      select: { id: true, submissionKey: true },
    });
  }
}
