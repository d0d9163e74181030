import { Injectable } from '@nestjs/common';
import { HistoryService, Instrument, type RequestContext } from '@vendure/core';
import type { DriverDelivery } from './driver-delivery.entity';
import { DRIVER_DELIVERY_HISTORY, type DriverDeliveryHistoryData } from './history-entry';

/** Adds entries of a delivery to the history of its order. */
@Injectable()
@Instrument()
export class DeliveryHistoryService {
  constructor(private readonly history: HistoryService) {}

  async add(
    ctx: RequestContext,
    { orderId, state }: DriverDelivery,
    data: Omit<DriverDeliveryHistoryData, 'state'>,
  ): Promise<void> {
    await this.history.createHistoryEntryForOrder(
      { ctx, orderId, type: DRIVER_DELIVERY_HISTORY, data: { state, ...data } },
      false,
    );
  }
}
