import { Injectable } from '@nestjs/common';
import {
  Instrument,
  isGraphQlErrorResult,
  Logger,
  Order,
  OrderService,
  RequestContextService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { DATABASE_NOW } from '../deliveries/database-clock';
import { LOG_CONTEXT } from '../configuration/constants';
import { rolledUpState } from './rolled-up-state';

/** Updates the state of an aggregate order from its seller orders. */
@Injectable()
@Instrument()
export class AggregateOrderService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
    private readonly orders: OrderService,
  ) {}

  /** Does not throw. If the order process rejects the transition, it is logged and retried with the next seller order. */
  async rollUp(sellerOrderId: ID): Promise<void> {
    const { aggregateOrderId } = await this.connection.rawConnection
      .getRepository(Order)
      .findOneOrFail({ where: { id: sellerOrderId }, select: { id: true, aggregateOrderId: true } });
    if (!aggregateOrderId) {
      return;
    }
    try {
      const ctx = await this.contexts.create({ apiType: 'admin' });
      await this.connection.withTransaction(ctx, (transaction) => this.sync(transaction, aggregateOrderId));
    } catch (error) {
      warn(aggregateOrderId, (error as Error).message);
    }
  }

  private async sync(ctx: RequestContext, id: ID): Promise<void> {
    const orders = this.connection.getRepository(ctx, Order);
    // Locks the order: concurrent updates for other sellers wait and then read the current states.
    await orders.update(id, { updatedAt: DATABASE_NOW });
    const sellerOrders = await orders.find({
      where: { aggregateOrderId: id },
      select: { id: true, state: true },
    });
    const state = rolledUpState(sellerOrders.map((order) => order.state));
    const { state: current } = await orders.findOneByOrFail({ id });
    if (state === undefined || state === current) {
      return;
    }
    const result = await this.orders.transitionToState(ctx, id, state);
    if (isGraphQlErrorResult(result)) {
      warn(id, `${result.message} ${'transitionError' in result ? result.transitionError : ''}`);
    }
  }
}

function warn(orderId: ID, reason: string): void {
  Logger.warn(`Aggregate order ${orderId} not updated: ${reason}`, LOG_CONTEXT);
}
