import { DispatchError, type DeliveryState } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryEventEntity } from './delivery-event.entity';
import { DeliveryEntity } from './delivery.entity';

/** Deliveries as operators read them. */
@Injectable()
export class DeliveryReaderService {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest deliveries, of one state if one is given. */
  list(options: { state?: DeliveryState; take: number; skip: number }): Promise<DeliveryEntity[]> {
    return this.dataSource.manager.find(DeliveryEntity, {
      where: options.state ? { state: options.state } : {},
      order: { createdAt: 'DESC', id: 'DESC' },
      take: options.take,
      skip: options.skip,
    });
  }

  /** A delivery with its timeline, and the decision behind each assignment. */
  async get(id: string) {
    const { manager } = this.dataSource;
    const delivery = await manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery ${id}`);
    }
    const events = await manager.find(DeliveryEventEntity, {
      where: { deliveryId: id },
      order: { sequence: 'ASC' },
    });
    const assignments: unknown[] = await manager.query(
      `SELECT driver_id AS "driverId", distance_metres AS "distanceMetres", decision,
         assigned_at AS "assignedAt", released_at AS "releasedAt"
       FROM driver_dispatch.assignments WHERE delivery_id = $1 ORDER BY id`,
      [id],
    );
    return { ...delivery, events, assignments };
  }
}
