import {
  NaturalBatches,
  notFound,
  type DeliveryState,
  type DriverReply,
  type DriverStatus,
  type DriverTask,
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

/** A driver's status and current delivery, as the SQL files return it. */
export type DriverReplyRow = {
  driverId: string;
  status: DriverStatus;
  statusReason: DriverReply['statusReason'] | null;
} & (DeliveryColumns | { deliveryId: null });

/** Replies to the driver app: the driver's status and current delivery. */
@Injectable()
export class DriverReplyService {
  private readonly batches = new NaturalBatches<string, DriverReplyRow | undefined>((driverIds) =>
    this.read(driverIds),
  );

  constructor(private readonly statements: StatementRunner) {}

  /** @throws DispatchError `not_found` */
  async replyTo(driverId: string): Promise<DriverReply> {
    const row = await this.batches.add(driverId);
    if (!row) {
      throw notFound('driver', driverId);
    }
    return toReply(row);
  }

  private async read(driverIds: string[]): Promise<(DriverReplyRow | undefined)[]> {
    const rows = await this.statements.run<DriverReplyRow>('drivers/read-driver-replies.sql', [
      [...new Set(driverIds)],
    ]);
    const byDriver = new Map(rows.map((row) => [row.driverId, row]));
    return driverIds.map((driverId) => byDriver.get(driverId));
  }
}

export function toReply(row: DriverReplyRow): DriverReply {
  return {
    driverId: row.driverId,
    status: row.status,
    ...(row.statusReason && { statusReason: row.statusReason }),
    task: row.deliveryId === null ? null : toTask(row),
  };
}

function toTask({ deliveryId, orderCode, state, pickup, dropoff }: DeliveryColumns): DriverTask {
  const pinRequired = dropoff.deliveryPin !== undefined;
  return { deliveryId, orderCode, state, pickup, dropoff: dropoffForDriver(dropoff), pinRequired };
}
