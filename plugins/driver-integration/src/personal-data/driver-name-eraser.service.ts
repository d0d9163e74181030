import type { AssignedDriver } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import type { HistoryEntryType } from '@vendure/common/lib/generated-types';
import {
  Instrument,
  RequestContextService,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import { OrderHistoryEntry } from '@vendure/core/dist/entity/history-entry/order-history-entry.entity';
import { In } from 'typeorm';
import { keepUpdatedAt } from '../deliveries/database-clock';
import { DriverDeliveryTimelineEntry } from '../deliveries/driver-delivery-timeline-entry.entity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DRIVER_DELIVERY_HISTORY, type DriverDeliveryHistoryData } from '../deliveries/history-entry';
import { updateEach } from '../deliveries/update-each';

const HISTORY_TYPE = DRIVER_DELIVERY_HISTORY as HistoryEntryType;

/** Number of deliveries per transaction. */
const BATCH = 200;

/** Data of an event that names drivers. */
interface NamingData {
  driver?: AssignedDriver;
  previousDriver?: AssignedDriver;
}

/** Replaces the name of a driver by the id in the deliveries of the shop. */
@Injectable()
@Instrument()
export class DriverNameEraserService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
  ) {}

  /** @param engineDeliveryIds all deliveries that the driver was assigned to */
  async erase(driverId: string, engineDeliveryIds: readonly string[]): Promise<void> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    for (let start = 0; start < engineDeliveryIds.length; start += BATCH) {
      const batch = engineDeliveryIds.slice(start, start + BATCH);
      await this.connection.withTransaction(ctx, (transaction) =>
        this.eraseBatch(transaction, driverId, batch),
      );
    }
  }

  private async eraseBatch(
    ctx: RequestContext,
    driverId: string,
    engineDeliveryIds: string[],
  ): Promise<void> {
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const found = await deliveries.find({
      where: { engineDeliveryId: In(engineDeliveryIds) },
      select: { id: true, orderId: true, driverId: true, driverName: true },
    });
    const own = found.filter((delivery) => delivery.driverId === driverId && delivery.driverName !== null);
    await deliveries.update(
      { id: In(own.map(({ id }) => id)) },
      {
        driverName: driverId,
        driverPhone: null,
        vehicle: null,
        ...keepUpdatedAt(this.connection.rawConnection),
      },
    );
    const names = new Set(own.map(({ driverName }) => driverName!));
    await this.eraseTimeline(ctx, driverId, found, names);
    await this.eraseHistory(ctx, driverId, found, names);
  }

  /** Adds the names that the driver had to `names`. */
  private async eraseTimeline(
    ctx: RequestContext,
    driverId: string,
    deliveries: DriverDelivery[],
    names: Set<string>,
  ): Promise<void> {
    const timeline = this.connection.getRepository(ctx, DriverDeliveryTimelineEntry);
    const entries = await timeline.find({
      where: {
        deliveryId: In(deliveries.map(({ id }) => id)),
        type: In(['delivery.assigned', 'delivery.reassigned']),
      },
      select: { id: true, data: true },
    });
    const rows = entries.flatMap(({ id, data }) => {
      const naming = data as NamingData;
      const fields = (['driver', 'previousDriver'] as const).filter(
        (field) => naming[field]?.id === driverId,
      );
      fields.forEach((field) => names.add(naming[field]!.name));
      const anonymous = Object.fromEntries(fields.map((field) => [field, { id: driverId, name: driverId }]));
      return fields.length > 0 ? [{ id, data: { ...data, ...anonymous } as typeof data }] : [];
    });
    if (rows.length > 0) {
      await updateEach(timeline, rows, {}, {});
    }
  }

  private async eraseHistory(
    ctx: RequestContext,
    driverId: string,
    deliveries: DriverDelivery[],
    names: ReadonlySet<string>,
  ): Promise<void> {
    const history = this.connection.getRepository(ctx, OrderHistoryEntry);
    const entries = await history.find({
      where: { order: { id: In(deliveries.map(({ orderId }) => orderId)) }, type: HISTORY_TYPE },
    });
    const rows = entries.flatMap((entry) => {
      const data = entry.data as DriverDeliveryHistoryData;
      const fields = (['driverName', 'previousDriverName'] as const).filter((field) =>
        names.has(data[field] ?? ''),
      );
      const anonymous = Object.fromEntries(fields.map((field) => [field, driverId]));
      return fields.length > 0 ? [{ id: entry.id, data: { ...data, ...anonymous } }] : [];
    });
    if (rows.length > 0) {
      await updateEach(history, rows, {}, {});
    }
  }
}
