import {
  greatCircleDistance,
  type DeliveryState,
  type OwnDeliveries,
  type OwnDelivery,
  type Pickup,
  type Point,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';

const LIST_OWN_DELIVERIES = sql('driver-sessions/list-own-deliveries.sql');
const READ_ON_DUTY_SECONDS = sql('driver-sessions/read-on-duty-seconds.sql');

interface Row {
  deliveryId: string;
  orderCode: string;
  state: DeliveryState;
  pickup: Pickup;
  dropoffPoint: Point;
  assignedAt: Date;
  endedAt: Date | null;
}

/** Lists the deliveries of a driver for the driver. */
@Injectable()
export class OwnDeliveriesService {
  constructor(private readonly dataSource: DataSource) {}

  /** @param since earliest assignment, and start of the time on duty */
  async list(driverId: string, since: Date): Promise<OwnDeliveries> {
    const deliveries = await this.dataSource.query<Row[]>(LIST_OWN_DELIVERIES, [driverId, since]);
    const [{ onDutySeconds }] = await this.dataSource.query<[{ onDutySeconds: number }]>(
      READ_ON_DUTY_SECONDS,
      [driverId, since],
    );
    return { deliveries: deliveries.map(toOwnDelivery), onDutySeconds };
  }
}

function toOwnDelivery({ pickup, dropoffPoint, assignedAt, endedAt, ...delivery }: Row): OwnDelivery {
  return {
    ...delivery,
    storeName: pickup.name,
    distanceMetres: Math.round(greatCircleDistance(pickup.point, dropoffPoint)),
    assignedAt: assignedAt.toISOString(),
    endedAt: endedAt && endedAt.toISOString(),
  };
}
