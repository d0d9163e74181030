import { Injectable } from '@nestjs/common';
import {
  isGraphQlErrorResult,
  manualFulfillmentHandler,
  Logger,
  Order,
  OrderService,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { DriverDelivery } from '../delivery/driver-delivery.entity';

/** Lets an order follow its delivery: picked up is shipped, delivered is delivered. */
@Injectable()
export class OrderFulfillmentService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly orders: OrderService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /**
   * Never throws and never stops the delivery: what Vendure refuses, and what fails in a shop's own fulfillment
   * process, is noted in the order's history. All or nothing, in a transaction of its own.
   */
  async follow(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    try {
      await this.connection.withTransaction(ctx, (transaction) => this.move(transaction, delivery));
    } catch (error) {
      const { message, stack } = error as Error;
      Logger.error(`Order ${delivery.orderCode} can't follow its delivery: ${message}`, LOG_CONTEXT, stack);
      await this.note(ctx, delivery, message).catch((unnoted: Error) =>
        Logger.error(`Nor is that noted in its history: ${unnoted.message}`, LOG_CONTEXT),
      );
    }
  }

  private async move(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    if (delivery.state === 'PICKED_UP') {
      await this.ship(ctx, delivery);
    } else if (delivery.state === 'DELIVERED' && delivery.fulfillmentId !== null) {
      await this.transition(ctx, delivery, delivery.fulfillmentId, 'Delivered');
    }
  }

  private async ship(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const { lines } = await this.connection
      .getRepository(ctx, Order)
      .findOneOrFail({ where: { id: delivery.orderId }, relations: { lines: true } });
    const fulfillment = await this.orders.createFulfillment(ctx, {
      lines: lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ id, quantity }) => ({ orderLineId: id, quantity })),
      handler: {
        code: manualFulfillmentHandler.code,
        arguments: [
          { name: 'method', value: 'Driver delivery' },
          { name: 'trackingCode', value: delivery.engineDeliveryId ?? '' },
        ],
      },
    });
    if (isGraphQlErrorResult(fulfillment)) {
      await this.refused(ctx, delivery, fulfillment.message);
      return;
    }
    await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(delivery.id, { fulfillmentId: String(fulfillment.id) });
    await this.transition(ctx, delivery, String(fulfillment.id), 'Shipped');
  }

  private async transition(
    ctx: RequestContext,
    delivery: DriverDelivery,
    fulfillmentId: string,
    state: 'Shipped' | 'Delivered',
  ): Promise<void> {
    const result = await this.orders.transitionFulfillmentToState(ctx, fulfillmentId, state);
    if (isGraphQlErrorResult(result)) {
      await this.refused(ctx, delivery, result.message);
    }
  }

  private async refused(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    Logger.warn(`Order ${delivery.orderCode} does not follow its delivery: ${reason}`, LOG_CONTEXT);
    await this.note(ctx, delivery, reason);
  }

  private async note(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    await this.history.add(ctx, delivery, { note: `The order does not follow: ${reason}` });
  }
}
