import type { DriverTask } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryEntity } from './delivery.entity';
import { toldDropoff } from './told-dropoff';

/** What drivers have to carry out. */
@Injectable()
export class DriverTaskService {
  constructor(private readonly dataSource: DataSource) {}

  /** The driver's delivery under way, or null. */
  async taskOf(driverId: string): Promise<DriverTask | null> {
    const delivery = await this.dataSource.manager
      .createQueryBuilder(DeliveryEntity, 'delivery')
      .where(
        `delivery.id IN (
          SELECT delivery_id FROM driver_dispatch.assignments
          WHERE driver_id = :driverId AND released_at IS NULL)`,
        { driverId },
      )
      .getOne();
    return (
      delivery && {
        deliveryId: delivery.id,
        orderCode: delivery.orderCode!,
        state: delivery.state,
        pickup: delivery.pickup!,
        dropoff: toldDropoff(delivery.dropoff!),
      }
    );
  }
}
