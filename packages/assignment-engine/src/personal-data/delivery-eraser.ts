import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
}
