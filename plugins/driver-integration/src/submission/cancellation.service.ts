import { DispatchError, type ErrorCode, type SellerOrderCancelled } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { TransactionalConnection, type RequestContext } from '@vendure/core';
import { IsNull } from 'typeorm';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { identityOfDelivery } from '../delivery/delivery-identity';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { EngineService } from './engine.service';

/** Answers of the engine that another attempt does not change. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'illegal_transition',
  'identity_mismatch',
  'invalid_message',
]);

/** Cancels deliveries at the engine. */
@Injectable()
export class CancellationService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /** @throws when the engine can't be reached now */
  async cancel(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const engine = await this.engine.client();
    let refusal: string | undefined;
    try {
      await engine.sellerOrderCancelled(cancellationOf(delivery));
    } catch (error) {
      if (!(error instanceof DispatchError) || !FINAL_CODES.has(error.code)) {
        throw error;
      }
      refusal = error.message;
    }
    await this.connection.withTransaction(ctx, (transaction) => this.answer(transaction, delivery, refusal));
  }

  private async answer(ctx: RequestContext, delivery: DriverDelivery, refusal?: string): Promise<void> {
    const { affected } = await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(
        { id: delivery.id, cancelAnsweredAt: IsNull() },
        { cancelAnsweredAt: new Date(), cancelRefusal: refusal ?? null },
      );
    if (affected === 1 && refusal !== undefined) {
      await this.history.add(ctx, delivery, { note: `The delivery can't be cancelled: ${refusal}` });
    }
  }
}

function cancellationOf(delivery: DriverDelivery): SellerOrderCancelled {
  return {
    type: 'seller_order.cancelled',
    timestamp: new Date().toISOString(),
    data: {
      ...identityOfDelivery(delivery),
      reason: delivery.cancelReason ?? 'Order cancelled',
    },
  };
}
