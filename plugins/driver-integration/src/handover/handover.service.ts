import {
  DispatchError,
  type DeliveryReceipt,
  type SellerOrderCancelled,
  type SellerOrderReady,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  Logger,
  RequestContextService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { EngineService } from './engine.service';
import { MessageBuilderService, type MessageAnswer } from './message-builder.service';

/** Errors that say the message itself is wrong: sending it again would change nothing. */
const FINAL_CODES = new Set(['invalid_message', 'idempotency_conflict']);

/** Brings the engine up to date with one delivery: what it has not been told yet, it is told now. */
@Injectable()
export class HandoverService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly contexts: RequestContextService,
    private readonly engine: EngineService,
    private readonly messages: MessageBuilderService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /**
   * Safe to repeat at any time, by any process.
   *
   * @throws when the engine can't be told now; the job queue, and after it the sweep, try again
   */
  async handOver(deliveryId: ID): Promise<void> {
    const delivery = await this.load(deliveryId);
    const ctx = await this.contextOf(delivery);
    if (delivery.handedOverAt === null && delivery.cancelRequestedAt === null) {
      await this.askForDriver(ctx, delivery);
    }
    // Read again: the order may have been cancelled while the engine was asked.
    const current = await this.load(deliveryId);
    if (current.cancelRequestedAt !== null && current.cancelAnsweredAt === null) {
      await this.cancel(ctx, current);
    }
  }

  private async askForDriver(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const message = delivery.message ?? (await this.prepare(ctx, delivery));
    if (!message) {
      return;
    }
    let receipt: DeliveryReceipt;
    try {
      receipt = await (await this.engine.client()).sellerOrderReady(message);
    } catch (error) {
      await this.refuseOrRethrow(ctx, delivery, error);
      return;
    }
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    await deliveries.update(delivery.id, {
      engineDeliveryId: receipt.deliveryId,
      handedOverAt: new Date(),
      problem: null,
    });
    // The engine's first event may have been quicker than its receipt, and says more.
    await deliveries.update(
      { id: delivery.id, state: In(['HANDOVER', 'NOT_LOCATED']) },
      { state: 'PENDING' },
    );
  }

  /** Makes the message and keeps it, so that every try sends the same; undefined when a place is missing. */
  private async prepare(
    ctx: RequestContext,
    delivery: DriverDelivery,
  ): Promise<SellerOrderReady | undefined> {
    let answer: MessageAnswer;
    try {
      answer = await this.messages.build(ctx, delivery);
    } catch (error) {
      await this.refuseOrRethrow(ctx, delivery, error);
      return undefined;
    }
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    if (!answer.found) {
      await this.park(ctx, delivery, 'NOT_LOCATED', answer.reason);
      return undefined;
    }
    await deliveries.update({ id: delivery.id, message: IsNull() }, { message: answer.message });
    return (await this.load(delivery.id)).message!;
  }

  private async cancel(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const message: SellerOrderCancelled = {
      type: 'seller_order.cancelled',
      timestamp: new Date().toISOString(),
      data: {
        sellerOrderId: delivery.sellerOrderId,
        channelId: String(delivery.channelId),
        correlationId: delivery.orderCode,
        reason: 'Order cancelled',
      },
    };
    try {
      await (await this.engine.client()).sellerOrderCancelled(message);
    } catch (error) {
      if (!(error instanceof DispatchError) || error.code !== 'illegal_transition') {
        throw error;
      }
      await this.history.add(ctx, delivery, { note: `The delivery can't be cancelled: ${error.message}` });
    }
    await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(delivery.id, { cancelAnsweredAt: new Date() });
  }

  private async refuseOrRethrow(
    ctx: RequestContext,
    delivery: DriverDelivery,
    error: unknown,
  ): Promise<void> {
    if (error instanceof DispatchError && FINAL_CODES.has(error.code)) {
      await this.park(ctx, delivery, 'REFUSED', error.message);
      return;
    }
    const { message } = error as Error;
    await this.connection.getRepository(ctx, DriverDelivery).update(delivery.id, { problem: message });
    throw error;
  }

  /** Leaves the delivery where people see it, with what is wrong in its order's history, once. */
  private async park(
    ctx: RequestContext,
    delivery: DriverDelivery,
    state: 'NOT_LOCATED' | 'REFUSED',
    problem: string,
  ): Promise<void> {
    if (delivery.state === state && delivery.problem === problem) {
      return;
    }
    Logger.warn(`Order ${delivery.orderCode} gets no driver yet: ${problem}`, LOG_CONTEXT);
    await this.connection.getRepository(ctx, DriverDelivery).update(delivery.id, { state, problem });
    await this.history.add(ctx, Object.assign(delivery, { state }), { note: problem });
  }

  private load(id: ID): Promise<DriverDelivery> {
    return this.connection.rawConnection.getRepository(DriverDelivery).findOneByOrFail({ id });
  }

  private async contextOf({ channelId }: DriverDelivery): Promise<RequestContext> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const channel = await this.channels.findOne(ctx, channelId);
    return this.contexts.create({ apiType: 'admin', channelOrToken: channel });
  }
}
