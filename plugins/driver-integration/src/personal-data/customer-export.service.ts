import type { DeliveryRecord, SellerOrder } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In } from 'typeorm';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { DriverDeliveryProofImage } from '../proof/driver-delivery-proof-image.entity';

/** Number of simultaneous requests to the engine. */
const REQUESTS = 8;

/** All data about a customer's deliveries in the shop and in the engine. It contains no data of drivers and no PIN. */
export interface CustomerDeliveriesExport {
  exportedAt: string;
  deliveries: object[];
}

/** Exports the data of one customer's deliveries. */
@Injectable()
@Instrument()
export class CustomerExportService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly scope: ChannelScopeService,
    private readonly engine: EngineOperatorService,
  ) {}

  /**
   * Returns the deliveries that are visible in the active channel, oldest first.
   *
   * @throws ProblemError if the engine is unavailable or no operator key is configured
   */
  async export(ctx: RequestContext, customerId: ID): Promise<CustomerDeliveriesExport> {
    const channelId = await this.scope.channelIdOf(ctx);
    const deliveries = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: { order: { customer: { id: customerId } }, ...(channelId === undefined ? {} : { channelId }) },
      order: { id: 'ASC' },
    });
    const images = await this.connection
      .getRepository(ctx, DriverDeliveryProofImage)
      .findBy({ deliveryId: In(deliveries.map(({ id }) => id)) });
    const exported: object[] = [];
    for (let start = 0; start < deliveries.length; start += REQUESTS) {
      const batch = deliveries.slice(start, start + REQUESTS).map(async (delivery) => ({
        ...inShop(delivery),
        images: images.filter(({ deliveryId }) => deliveryId === delivery.id).map(({ url }) => url),
        inEngine: await this.inEngine(delivery),
      }));
      exported.push(...(await Promise.all(batch)));
    }
    return { exportedAt: new Date().toISOString(), deliveries: exported };
  }

  private async inEngine({ engineDeliveryId }: DriverDelivery): Promise<object | null> {
    if (engineDeliveryId === null) {
      return null;
    }
    const record = await this.engine.find((operator) => operator.delivery(engineDeliveryId));
    return record ? withoutDrivers(record) : null;
  }
}

/** Columns about the driver or the dispatcher, columns for the shop's own work, and secrets. */
const OMITTED: readonly (keyof DriverDelivery)[] = [
  'driverId',
  'driverName',
  'driverPhone',
  'vehicle',
  'cancelledBy',
  'endedBy',
  'sweptAt',
  'reconciledAt',
  'pickupChangedAt',
  'deliveryPin',
  'pinSecret',
];

function inShop({ submission, ...delivery }: DriverDelivery): object {
  const shown = Object.entries(delivery).filter(([name]) => !OMITTED.includes(name as keyof DriverDelivery));
  return { ...Object.fromEntries(shown), submission: submission && withoutPin(submission) };
}

function withoutPin({ dropoff, ...submission }: SellerOrder): object {
  const { deliveryPin: _omitted, ...shown } = dropoff;
  return { ...submission, dropoff: shown };
}

function withoutDrivers({ id, state, pickup, dropoff, createdAt, erasedAt, events }: DeliveryRecord): object {
  const steps = events.map(({ type, at }) => ({ type, at }));
  return { engineDeliveryId: id, state, pickup, dropoff, createdAt, erasedAt, steps };
}
