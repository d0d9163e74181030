import type { ConfigurableOperationInput } from '@vendure/common/lib/generated-types';
import { Injectable } from '@nestjs/common';
import {
  ConfigService,
  Fulfillment,
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
import { DATABASE_NOW } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { AggregateOrderService } from './aggregate-order.service';
import { DRIVER_DELIVERY_HANDLER } from './handler-code';
import { FOLLOWED_STATES } from './followed-states';
import { isPassing } from './passing-error';

/** Lets an order follow its delivery: picked up is shipped, delivered is delivered. */
@Injectable()
export class OrderFulfillmentService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly orders: OrderService,
    private readonly history: DeliveryHistoryService,
    private readonly aggregates: AggregateOrderService,
    private readonly config: ConfigService,
  ) {}

  /**
   * Never throws and never stops the delivery: what Vendure refuses, and what fails in a shop's own fulfillment
   * process, is noted in the order's history; what may pass, as a deadlock, is left to the sweep. All or nothing, in a
   * transaction of its own. Safe to repeat: an order follows to each state once, and is refused once.
   */
  async follow(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    if (!FOLLOWED_STATES.includes(delivery.state)) {
      return;
    }
    try {
      await this.connection.withTransaction(ctx, (transaction) => this.move(transaction, delivery));
      await this.aggregates.rollUp(delivery.orderId);
    } catch (error) {
      const { message, stack } = error as Error;
      Logger.error(`Order ${delivery.orderCode} can't follow its delivery: ${message}`, LOG_CONTEXT, stack);
      if (isPassing(error)) {
        return;
      }
      await this.giveUp(ctx, delivery, message).catch((unnoted: Error) =>
        Logger.error(`Nor is that noted in its history: ${unnoted.message}`, LOG_CONTEXT),
      );
    }
  }

  private async move(ctx: RequestContext, held: DriverDelivery): Promise<void> {
    const delivery = await this.hold(ctx, held);
    const { id, state, followedState } = delivery;
    if (followedState === state) {
      return;
    }
    // One that was refused to ship has its reason in the order's history: it is people's from there on.
    const shipped = followedState === null ? await this.ship(ctx, delivery) : delivery.fulfillmentId;
    if (state === 'DELIVERED' && shipped !== null) {
      await this.transition(ctx, delivery, shipped, 'Delivered');
    }
    await this.connection.getRepository(ctx, DriverDelivery).update(id, { followedState: state });
  }

  /**
   * The delivery as it is once nobody else lets its order follow: an update locks the row in every database. The order
   * goes first, as where it is cancelled: the other way round each would wait for the other.
   */
  private async hold(ctx: RequestContext, { id, orderId }: DriverDelivery): Promise<DriverDelivery> {
    await this.connection.getRepository(ctx, Order).update(orderId, { updatedAt: DATABASE_NOW });
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update(id, { updatedAt: DATABASE_NOW });
    return deliveries.findOneByOrFail({ id });
  }

  /** @returns the fulfillment's id; null where Vendure refuses to make one */
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
      await this.refused(ctx, delivery, fulfillment.message);
      return null;
    }
    const fulfillmentId = String(fulfillment.id);
    await this.connection.getRepository(ctx, DriverDelivery).update(delivery.id, { fulfillmentId });
    return fulfillmentId;
  }

  /** The plugin's own handler where the shop has it, else Vendure's manual one. */
  private handlerFor({ trackingCode }: DriverDelivery): ConfigurableOperationInput {
    const own = this.config.shippingOptions.fulfillmentHandlers.some(
      ({ code }) => code === DRIVER_DELIVERY_HANDLER,
    );
    return own
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
      await this.refused(ctx, delivery, result.message);
    }
  }

  /** Leaves the order where it is, and why in its history, so that nobody tries again. */
  private async giveUp(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    await this.connection.withTransaction(ctx, async (transaction) => {
      await this.connection
        .getRepository(transaction, DriverDelivery)
        .update(delivery.id, { followedState: delivery.state });
      await this.note(transaction, delivery, reason);
    });
  }

  private async refused(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    Logger.warn(`Order ${delivery.orderCode} does not follow its delivery: ${reason}`, LOG_CONTEXT);
    await this.note(ctx, delivery, reason);
  }

  private async note(ctx: RequestContext, delivery: DriverDelivery, reason: string): Promise<void> {
    await this.history.add(ctx, delivery, { note: `The order does not follow: ${reason}` });
  }
}
