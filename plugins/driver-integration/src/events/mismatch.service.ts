import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { createProblem, type MismatchCode } from '../problems/problem';

/** Records mismatches between the engine and Vendure. */
@Injectable()
@Instrument()
export class MismatchService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /** Stores a mismatch and adds it once to the log and the order history. */
  async report(delivery: DriverDelivery, mismatch: MismatchCode): Promise<void> {
    const { mismatch: current } = delivery;
    if (current === mismatch || (current !== null && current !== 'LOST_IN_ENGINE')) {
      return;
    }
    const problem = createProblem(mismatch);
    const ctx = await this.contexts.contextOf(delivery);
    await this.connection.withTransaction(ctx, async (transaction) => {
      const { affected } = await this.connection
        .getRepository(transaction, DriverDelivery)
        .update({ id: delivery.id, sequence: delivery.sequence }, { mismatch });
      if (affected === 1) {
        Logger.warn(`Order ${delivery.orderCode}: ${problem.message}`, LOG_CONTEXT);
        await this.history.add(transaction, delivery, { problem });
      }
    });
  }
}
