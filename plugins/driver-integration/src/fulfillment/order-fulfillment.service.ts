import type { ConfigurableOperationInput } from '@vendure/common/lib/generated-types';
import { Injectable } from '@nestjs/common';
import {
  ConfigService,
  Fulfillment,
  Instrument,
  isGraphQlErrorResult,
  Logger,
  manualFulfillmentHandler,
  Order,
  OrderService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { DATABASE_NOW } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { createProblem } from '../problems/problem';
import { AggregateOrderService } from './aggregate-order.service';
import { DRIVER_DELIVERY_HANDLER } from './handler-code';
import { SYNCED_STATES } from './synced-states';
import { isTransient } from './transient-error';

/** Updates the state of an order from its delivery: PICKED_UP to Shipped, DELIVERED to Delivered. */
@Injectable()
@Instrument()
export class OrderFulfillmentService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly orders: OrderService,
    private readonly history: DeliveryHistoryService,
    private readonly aggregates: AggregateOrderService,
    private readonly config: ConfigService,
  ) {}

  /**
   * Does not throw and does not affect the delivery. A rejection by Vendure or an error of the shop's fulfillment process is
   * added to the order history and not retried. A transient error, such as a deadlock, is retried by the sweep. Runs in its
   * own transaction. Idempotent.
   */
  async sync(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    if (!SYNCED_STATES.includes(delivery.state)) {
      return;
    }
    try {
      await this.connection.withTransaction(ctx, (transaction) => this.applyState(transaction, delivery));
      await this.aggregates.rollUp(delivery.orderId);
    } catch (error) {
      const { message, stack } = error as Error;
      Logger.error(`Order ${delivery.orderCode} not updated by delivery: ${message}`, LOG_CONTEXT, stack);
      if (isTransient(error)) {
        return;
      }
      await this.giveUp(ctx, delivery, message).catch((noteError: Error) =>
        Logger.error(`Order history not updated: ${noteError.message}`, LOG_CONTEXT),
      );
    }
  }

  private async applyState(ctx: RequestContext, { id: deliveryId, orderId }: DriverDelivery): Promise<void> {
    const delivery = await this.lock(ctx, deliveryId, orderId);
    const { id, state, syncedState } = delivery;
    if (syncedState === state) {
      return;
    }
    // If shipping was rejected before, fulfillmentId is null and the order is not updated automatically any more.
    const shipped = syncedState === null ? await this.ship(ctx, delivery) : delivery.fulfillmentId;
    if (state === 'DELIVERED' && shipped !== null) {
      await this.transition(ctx, delivery, shipped, 'Delivered');
    }
    await this.connection.getRepository(ctx, DriverDelivery).update(id, { syncedState: state });
  }

  /**
   * Locks order and delivery and returns the delivery. An update locks the row in every database. The order is locked first,
   * as in its cancellation, to prevent deadlocks.
   */
  private async lock(ctx: RequestContext, id: ID, orderId: ID): Promise<DriverDelivery> {
    await this.connection.getRepository(ctx, Order).update(orderId, { updatedAt: DATABASE_NOW });
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update(id, { updatedAt: DATABASE_NOW });
    return deliveries.findOneByOrFail({ id });
  }

  /** @returns the id of the fulfillment; null if Vendure rejects its creation */
  private async ship(ctx: RequestContext, delivery: DriverDelivery): Promise<string | null> {
    const fulfillmentId = delivery.fulfillmentId ?? (await this.fulfill(ctx, delivery));
    if (fulfillmentId !== null) {
      await this.transition(ctx, delivery, fulfillmentId, 'Shipped');
    }
    return fulfillmentId;
  }

  private async fulfill(ctx: RequestContext, delivery: DriverDelivery): Promise<string | null> {
    const { lines } = await this.connection
      .getRepository(ctx, Order)
      .findOneOrFail({ where: { id: delivery.orderId }, relations: { lines: true } });
    const fulfillment = await this.orders.createFulfillment(ctx, {
      lines: lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ id, quantity }) => ({ orderLineId: id, quantity })),
      handler: this.handlerFor(delivery),
    });
    if (isGraphQlErrorResult(fulfillment)) {
      await this.noteRejection(ctx, delivery, fulfillment.message);
      return null;
    }
    const fulfillmentId = String(fulfillment.id);
    await this.connection.getRepository(ctx, DriverDelivery).update(delivery.id, { fulfillmentId });
    return fulfillmentId;
  }

  /** Returns the plugin's handler if the shop has configured it, else Vendure's manual handler. */
  private handlerFor({ trackingCode }: DriverDelivery): ConfigurableOperationInput {
    const hasOwnHandler = this.config.shippingOptions.fulfillmentHandlers.some(
      ({ code }) => code === DRIVER_DELIVERY_HANDLER,
    );
    return hasOwnHandler
      ? { code: DRIVER_DELIVERY_HANDLER, arguments: [] }
      : {
          code: manualFulfillmentHandler.code,
          arguments: [
            { name: 'method', value: 'Driver delivery' },
            { name: 'trackingCode', value: trackingCode ?? '' },
          ],
        };
  }

  private async transition(
    ctx: RequestContext,
    delivery: DriverDelivery,
    fulfillmentId: string,
    state: 'Shipped' | 'Delivered',
  ): Promise<void> {
    const fulfillment = await this.connection
      .getRepository(ctx, Fulfillment)
      .findOneByOrFail({ id: fulfillmentId });
    if (fulfillment.state === state || fulfillment.state === 'Delivered') {
      return;
    }
    const result = await this.orders.transitionFulfillmentToState(ctx, fulfillmentId, state);
    if (isGraphQlErrorResult(result)) {
      await this.noteRejection(ctx, delivery, result.message);
    }
  }

  /** Adds the reason to the order history and prevents retries. */
  private async giveUp(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    await this.connection.withTransaction(ctx, async (transaction) => {
      await this.connection
        .getRepository(transaction, DriverDelivery)
        .update(delivery.id, { syncedState: delivery.state });
      await this.note(transaction, delivery, reason);
    });
  }

  private async noteRejection(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    Logger.warn(`Order ${delivery.orderCode} not updated by delivery: ${reason}`, LOG_CONTEXT);
    await this.note(ctx, delivery, reason);
  }

  private async note(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    await this.history.add(ctx, delivery, { problem: createProblem('ORDER_NOT_UPDATED', { reason }) });
  }
}
