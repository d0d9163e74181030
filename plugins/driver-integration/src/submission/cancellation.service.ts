import type { SellerOrderCancelled } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type RequestContext } from '@vendure/core';
import { IsNull } from 'typeorm';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { identityOfDelivery } from '../deliveries/delivery-identity';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { isFinal } from '../engine/engine-rejection';
import { EngineService } from '../engine/engine.service';
import { createProblem, type Problem } from '../problems/problem';
import { fromRecordedError } from '../problems/problem-error';

/** Cancels deliveries in the engine. */
@Injectable()
@Instrument()
export class CancellationService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /** @throws if the engine is unavailable */
  async cancel(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const engine = await this.engine.client();
    let rejection: Problem | undefined;
    try {
      await engine.sellerOrderCancelled(createCancellation(delivery));
    } catch (error) {
      if (!isFinal(error, 'seller_order.cancelled')) {
        throw error;
      }
      rejection = fromRecordedError(error);
    }
    await this.connection.withTransaction(ctx, (transaction) =>
      this.record(transaction, delivery, rejection),
    );
  }

  private async record(ctx: RequestContext, delivery: DriverDelivery, rejection?: Problem): Promise<void> {
    const { affected } = await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(
        { id: delivery.id, cancelAnsweredAt: IsNull() },
        { cancelAnsweredAt: new Date(), cancelRefusal: rejection ?? null },
      );
    if (affected === 1 && rejection !== undefined) {
      await this.history.add(ctx, delivery, {
        problem: createProblem('CANCELLATION_REJECTED', { cause: rejection }),
      });
    }
  }
}

function createCancellation(delivery: DriverDelivery): SellerOrderCancelled {
  return {
    type: 'seller_order.cancelled',
    timestamp: new Date().toISOString(),
    data: {
      ...identityOfDelivery(delivery),
      reason: delivery.cancelReason ?? toWords(delivery.cancelReasonCode) ?? 'Order cancelled',
    },
  };
}

function toWords(code: string | null): string | undefined {
  return code?.toLowerCase().replaceAll('_', ' ');
}
