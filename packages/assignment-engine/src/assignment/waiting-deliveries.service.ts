import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { AssignmentService } from './assignment.service';

const FIND_WAITING_NEAR = sql('find-waiting-near-drivers.sql');

/** Brings drivers who come free, or into reach, and deliveries that wait for one together. */
@Injectable()
export class WaitingDeliveriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly assignment: AssignmentService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Looks for waiting deliveries in reach of these drivers until none of the drivers can take one more. */
  async matchDrivers(driverIds: readonly string[]): Promise<void> {
    if (driverIds.length === 0) {
      return;
    }
    for (;;) {
      const rows = await this.dataSource.query<{ id: string }[]>(FIND_WAITING_NEAR, [
        driverIds,
        this.configuration.assignment.maxSearchRadiusMetres,
        this.configuration.heartbeat.ttlSeconds,
      ]);
      const assigned = await this.assign(rows.map(({ id }) => id));
      if (assigned.length === 0) {
        return;
      }
    }
  }

  /** Tries deliveries by id, oldest first; those that no longer wait are passed over. */
  async assign(deliveryIds: readonly string[]): Promise<string[]> {
    if (deliveryIds.length === 0) {
      return [];
    }
    const waiting = await this.dataSource.manager
      .createQueryBuilder(DeliveryEntity, 'delivery')
      .where('delivery.id = ANY (:ids)', { ids: deliveryIds })
      .andWhere(`delivery.state = 'PENDING'`)
      .orderBy('delivery.createdAt')
      .addOrderBy('delivery.id')
      .getMany();
    return this.assignment.assign(waiting);
  }
}
