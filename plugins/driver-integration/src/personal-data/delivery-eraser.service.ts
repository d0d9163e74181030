import { Injectable } from '@nestjs/common';
import type { HistoryEntryType } from '@vendure/common/lib/generated-types';
import {
  Instrument,
  RequestContextService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { OrderHistoryEntry } from '@vendure/core/dist/entity/history-entry/order-history-entry.entity';
import { In, IsNull, Not } from 'typeorm';
import { DATABASE_NOW, keepUpdatedAt } from '../deliveries/database-clock';
import { DriverDeliveryTimelineEntry } from '../deliveries/driver-delivery-timeline-entry.entity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import { DRIVER_DELIVERY_HISTORY } from '../deliveries/history-entry';
import { updateEach } from '../deliveries/update-each';
import { ProofImageService } from '../proof/proof-image.service';
import { ERASED_COLUMNS } from './erased-columns';
import { remainingEventData, remainingHistoryData } from './remaining-data';

const HISTORY_TYPE = DRIVER_DELIVERY_HISTORY as HistoryEntryType;

/** Erases the personal data of ended deliveries in the shop. Identity, state, times and store remain. */
@Injectable()
@Instrument()
export class DeliveryEraserService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
    private readonly images: ProofImageService,
  ) {}

  /**
   * Erases a batch of deliveries that have ended. If it is interrupted, the deliveries are not marked as erased, and a repeated
   * call completes the rest. A delivery with an image that can't be deleted is not erased.
   *
   * @returns the number of erased deliveries
   */
  async erase(batch: readonly Pick<DriverDelivery, 'id' | 'orderId'>[]): Promise<number> {
    const withImage = await this.images.deleteOf(batch.map(({ id }) => id));
    const deliveries = batch.filter(({ id }) => !withImage.has(id));
    if (deliveries.length === 0) {
      return 0;
    }
    const ids = deliveries.map(({ id }) => id);
    const ctx = await this.contexts.create({ apiType: 'admin' });
    await this.connection.withTransaction(ctx, async (transaction) => {
      await this.eraseRows(transaction, ids);
      await this.eraseTimeline(transaction, ids);
      await this.eraseHistory(
        transaction,
        deliveries.map(({ orderId }) => orderId),
      );
    });
    return deliveries.length;
  }

  private async eraseRows(ctx: RequestContext, ids: ID[]): Promise<void> {
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const ended = { id: In(ids), state: In(FINISHED_STATES) };
    const kept = keepUpdatedAt(this.connection.rawConnection);
    await deliveries.update(ended, { ...ERASED_COLUMNS, erasedAt: DATABASE_NOW, ...kept });
    // Not null: the delivery remains one that a dispatcher has ended.
    await deliveries.update({ ...ended, endedBy: Not(IsNull()) }, { endedBy: '', ...kept });
  }

  private async eraseTimeline(ctx: RequestContext, ids: ID[]): Promise<void> {
    const timeline = this.connection.getRepository(ctx, DriverDeliveryTimelineEntry);
    const entries = await timeline.find({ where: { deliveryId: In(ids) }, select: { id: true, data: true } });
    if (entries.length > 0) {
      const rows = entries.map(({ id, data }) => ({ id, data: remainingEventData(data) }));
      await updateEach(timeline, rows, {}, {});
    }
  }

  /** The history does not name the delivery of an entry. So it remains until all deliveries of the order are erased. */
  private async eraseHistory(ctx: RequestContext, orderIds: ID[]): Promise<void> {
    const others = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: { orderId: In(orderIds), erasedAt: IsNull() },
      select: { id: true, orderId: true },
    });
    const kept = new Set(others.map(({ orderId }) => String(orderId)));
    const erased = orderIds.filter((id) => !kept.has(String(id)));
    const history = this.connection.getRepository(ctx, OrderHistoryEntry);
    const entries = await history.find({ where: { order: { id: In(erased) }, type: HISTORY_TYPE } });
    if (entries.length > 0) {
      const rows = entries.map(({ id, data }) => ({ id, data: remainingHistoryData(data) }));
      await updateEach(history, rows, {}, {});
    }
  }
}
