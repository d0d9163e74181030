import {
  greatCircleDistance,
  NaturalBatches,
  notFound,
  type DeliveryState,
  type DriverOffer,
  type DriverReply,
  type DriverStatus,
  type DriverTask,
  type SubmittedDropoff,
  type Pickup,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { StatementRunner } from '../database/statement-runner';
import { dropoffForDriver } from './dropoff-for-driver';

interface PlaceColumns {
  orderCode: string;
  state: DeliveryState;
  pickup: Pickup;
  dropoff: SubmittedDropoff;
}

interface OfferColumns {
  offerId: string;
  offerDistanceMetres: number;
  offeredAt: Date;
  offerEndsAt: Date;
}

/** A driver's status, and current delivery or open offer, as the SQL files return it. */
export type DriverReplyRow = {
  driverId: string;
  status: DriverStatus;
  statusReason: DriverReply['statusReason'] | null;
} & (
  | ({ deliveryId: string; offerId: null } & PlaceColumns)
  | ({ deliveryId: null } & OfferColumns & PlaceColumns)
  | { deliveryId: null; offerId: null }
);

/** Replies to the driver app: the driver's status, and current delivery or open offer. */
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
    offer: row.deliveryId === null && row.offerId !== null ? toOffer(row) : null,
  };
}

function toOffer({ pickup, dropoff, ...offer }: OfferColumns & PlaceColumns): DriverOffer {
  const { phone: _phone, ...store } = pickup;
  const { street: _street, ...area } = dropoff.address;
  const rounded = (degrees: number) => Math.round(degrees * 100) / 100;
  return {
    offerId: offer.offerId,
    store,
    distanceMetres: offer.offerDistanceMetres,
    dropoffArea: {
      ...area,
      point: { lat: rounded(dropoff.point.lat), lon: rounded(dropoff.point.lon) },
    },
    tripMetres: Math.round(greatCircleDistance(pickup.point, dropoff.point) / 100) * 100,
    offeredAt: offer.offeredAt.toISOString(),
    endsAt: offer.offerEndsAt.toISOString(),
  };
}

function toTask({
  deliveryId,
  orderCode,
  state,
  pickup,
  dropoff,
}: { deliveryId: string } & PlaceColumns): DriverTask {
  const pinRequired = dropoff.deliveryPin !== undefined;
  return { deliveryId, orderCode, state, pickup, dropoff: dropoffForDriver(dropoff), pinRequired };
}
