import {
  NaturalBatches,
  notFound,
  type DeliveryState,
  type DriverReply,
  type DriverStatus,
  type SubmittedDropoff,
  type Pickup,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { StatementRunner } from '../database/statement-runner';
import { dropoffForDriver } from './dropoff-for-driver';

interface DeliveryColumns {
  deliveryId: string;
  orderCode: string;
  state: DeliveryState;
  pickup: Pickup;
  dropoff: SubmittedDropoff;
}

type Row = { driverId: string; status: DriverStatus; held: boolean } & (
  DeliveryColumns | { deliveryId: null }
);

/** Replies to the driver app: the driver's status and current delivery. */
@Injectable()
export class DriverReplyService {
  private readonly batches = new NaturalBatches<string, Row | undefined>((driverIds) => this.read(driverIds));

  constructor(private readonly statements: StatementRunner) {}

  /** @throws DispatchError `not_found` */
  async replyTo(driverId: string): Promise<DriverReply> {
    const row = await this.batches.add(driverId);
    if (!row) {
      throw notFound('driver', driverId);
    }
    return {
      driverId,
      status: row.status,
      ...(row.held ? { statusReason: 'operator_hold' } : {}),
      task: row.deliveryId === null ? null : toTask(row),
    };
  }

  private async read(driverIds: string[]): Promise<(Row | undefined)[]> {
    const rows = await this.statements.run<Row>('drivers/read-driver-replies.sql', [[...new Set(driverIds)]]);
    const byDriver = new Map(rows.map((row) => [row.driverId, row]));
    return driverIds.map((driverId) => byDriver.get(driverId));
  }
}

function toTask({ deliveryId, orderCode, state, pickup, dropoff }: DeliveryColumns) {
  return { deliveryId, orderCode, state, pickup, dropoff: dropoffForDriver(dropoff) };
}
