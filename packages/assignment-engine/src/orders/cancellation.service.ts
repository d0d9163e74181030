import type { DeliveryReceipt, SellerOrderCancelled } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { DeliveriesService } from '../deliveries/deliveries.service';
import { OrderStore } from './order-store';

const RECORD_CANCELLATION = sql('orders/record-cancellation.sql');

/** Cancels seller orders. */
@Injectable()
export class CancellationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orderStore: OrderStore,
    private readonly deliveries: DeliveriesService,
  ) {}

  /**
   * Cancels the delivery of an order. A cancellation that arrives before its order is stored, and the order stays cancelled.
   *
   * @throws DispatchError `illegal_transition` after pickup or another end of the delivery, `identity_mismatch` if the
   * submission key belongs to another order
   */
  async cancel({ data }: SellerOrderCancelled): Promise<DeliveryReceipt> {
    const details = data.reason === undefined ? {} : { reason: data.reason };
    const [{ recorded }] = await this.dataSource.query<[{ recorded: number }]>(RECORD_CANCELLATION, [
      data.submissionKey,
      data.sellerOrderId,
      data.orderCode,
      data.channelId,
      JSON.stringify(details),
    ]);
    const { id } = await this.orderStore.get(data);
    const cancelled = await this.deliveries.cancel(id, details);
    // If this message created the cancelled delivery, the call above is a repeat but the message is no duplicate.
    return { ...cancelled, duplicate: cancelled.duplicate && recorded === 0 };
  }
}
