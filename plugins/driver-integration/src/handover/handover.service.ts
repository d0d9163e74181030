import {
  DispatchError,
  identityOf,
  isSameDelivery,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type SellerOrder,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryContextService } from '../delivery/delivery-context.service';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { identityOfDelivery } from '../delivery/delivery-identity';
import { DriverDelivery, type MissingPlace } from '../delivery/driver-delivery.entity';
import { LOCAL_STATES } from '../delivery/driver-delivery-state';
import { STILL_TO_HAND_OVER } from '../delivery/still-to-hand-over';
import { DISAGREEMENTS } from '../reconciliation/judge-delivery';
import { CancellationService } from './cancellation.service';
import { earlierDelivery, isFinal } from './engine-refusal';
import { EngineService } from './engine.service';
import { PickupUpdateService } from './pickup-update.service';
import { MessageBuilderService, type MessageAnswer } from './message-builder.service';

/** What is kept of a delivery that waits for people. */
type Parked = { problem: string } & (
  { state: 'NOT_LOCATED'; missingPlace: MissingPlace } | { state: 'REFUSED' }
);

/** Brings the engine up to date with one delivery: what it has not been told yet, it is told now. */
@Injectable()
export class HandoverService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly engine: EngineService,
    private readonly messages: MessageBuilderService,
    private readonly cancellations: CancellationService,
    private readonly pickups: PickupUpdateService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /**
   * Safe to repeat at any time, by any process.
   *
   * @throws when the engine can't be told now; the job queue, and after it the sweep, try again
   */
  async handOver(deliveryId: ID): Promise<void> {
    const stored = await this.load(deliveryId);
    const ctx = await this.contexts.contextOf(stored);
    const delivery = await this.withCurrentPickup(ctx, stored);
    const { handedOverAt, cancelRequestedAt, state } = delivery;
    if (handedOverAt === null && cancelRequestedAt === null && state !== 'NOT_READY') {
      await this.askForDriver(ctx, delivery);
    }
    // Read again: the order may have been cancelled while the engine was asked.
    const current = await this.withCurrentPickup(ctx, await this.load(deliveryId));
    if (current.cancelRequestedAt !== null && current.cancelAnsweredAt === null) {
      await this.cancellations.cancel(ctx, current);
    }
  }

  private async withCurrentPickup(ctx: RequestContext, delivery: DriverDelivery): Promise<DriverDelivery> {
    if (delivery.pickupChangedAt === null) {
      return delivery;
    }
    await this.pickups.update(ctx, delivery);
    return this.load(delivery.id);
  }

  private async askForDriver(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const order = delivery.submission ?? (await this.prepare(ctx, delivery));
    if (!order) {
      return;
    }
    let receipt: DeliveryReceipt;
    try {
      const [result] = await (await this.engine.client()).submit([order]);
      if (result instanceof DispatchError) {
        throw result;
      }
      receipt = result!;
    } catch (error) {
      const earlier = earlierDelivery(error);
      if (earlier === undefined) {
        await this.refuseOrRethrow(ctx, delivery, error);
      } else {
        await this.adopt(ctx, delivery, earlier);
      }
      return;
    }
    await this.connection.withTransaction(ctx, (transaction) =>
      this.acknowledge(transaction, delivery, receipt.deliveryId, receipt.heldUntil),
    );
  }

  /** Makes the message and keeps it, so that every try sends the same; undefined when a place is missing. */
  private async prepare(ctx: RequestContext, delivery: DriverDelivery): Promise<SellerOrder | undefined> {
    let answer: MessageAnswer;
    try {
      answer = await this.messages.build(ctx, delivery);
    } catch (error) {
      await this.refuseOrRethrow(ctx, delivery, error);
      return undefined;
    }
    if (!answer.found) {
      const { missingPlace, reason: problem } = answer;
      await this.park(ctx, delivery, { state: 'NOT_LOCATED', missingPlace, problem });
      return undefined;
    }
    await this.connection.getRepository(ctx, DriverDelivery).update(unpreparedAs(delivery), {
      ...{
        state: 'HANDOVER',
        problem: null,
        submission: answer.submission,
        pickupPlaceId: answer.pickupPlaceId,
      },
      readyAt: new Date(answer.submission.pickup.readyAt),
    });
    return (await this.load(delivery.id)).submission ?? undefined;
  }

  /**
   * Of what the engine's first event may have said before its receipt, nothing is taken back.
   *
   * @returns false when it was acknowledged before
   */
  private async acknowledge(
    ctx: RequestContext,
    { id }: DriverDelivery,
    engineDeliveryId: string,
    heldUntil?: string,
  ): Promise<boolean> {
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const untold = { id, sequence: 0, state: In([...LOCAL_STATES]) };
    await deliveries.update(untold, { state: 'PENDING', problem: null });
    const handedOver = {
      ...{ engineDeliveryId, handedOverAt: new Date() },
      heldUntil: heldUntil === undefined ? null : new Date(heldUntil),
    };
    const { affected } = await deliveries.update({ id, handedOverAt: IsNull() }, handedOver);
    return affected === 1;
  }

  /** Takes the engine's earlier delivery for this one, if it is one of the same order. */
  private async adopt(
    ctx: RequestContext,
    delivery: DriverDelivery,
    earlier: DeliveryIdentity & { deliveryId: string },
  ): Promise<void> {
    const stored = identityOfDelivery(delivery);
    if (!isSameDelivery(stored, earlier)) {
      Logger.warn(
        `The engine has another order under a submission key; engine ${JSON.stringify(identityOf(earlier))}, ` +
          `stored ${JSON.stringify(stored)}`,
        LOG_CONTEXT,
      );
      await this.park(ctx, delivery, { state: 'REFUSED', problem: DISAGREEMENTS.otherOrder });
      return;
    }
    const note = 'The engine has an earlier version of this order, and delivers that';
    await this.connection.withTransaction(ctx, async (transaction) => {
      if (await this.acknowledge(transaction, delivery, earlier.deliveryId)) {
        Logger.warn(`Order ${delivery.orderCode}: ${note}`, LOG_CONTEXT);
        // While it waits, the engine's version can still be brought up to date.
        await this.connection
          .getRepository(transaction, DriverDelivery)
          .update(delivery.id, { pickupChangedAt: new Date() });
        const adopted = await this.connection
          .getRepository(transaction, DriverDelivery)
          .findOneByOrFail({ id: delivery.id });
        await this.history.add(transaction, adopted, { note });
      }
    });
  }

  private async refuseOrRethrow(
    ctx: RequestContext,
    delivery: DriverDelivery,
    error: unknown,
  ): Promise<void> {
    if (isFinal(error)) {
      await this.park(ctx, delivery, { state: 'REFUSED', problem: error.message });
      return;
    }
    const { message: problem } = error as Error;
    await this.connection
      .getRepository(ctx, DriverDelivery)
      .update({ ...STILL_TO_HAND_OVER, id: delivery.id }, { problem });
    throw error;
  }

  /** Leaves the delivery where people see it, with what is wrong in its order's history, once. */
  private async park(ctx: RequestContext, delivery: DriverDelivery, changes: Parked): Promise<void> {
    const { state, problem } = changes;
    if (delivery.state === state && delivery.problem === problem) {
      return;
    }
    // What could be located once is no longer without a place, however late another job says so.
    const where =
      state === 'NOT_LOCATED' ? unpreparedAs(delivery) : { ...STILL_TO_HAND_OVER, id: delivery.id };
    await this.connection.withTransaction(ctx, async (transaction) => {
      const { affected } = await this.connection
        .getRepository(transaction, DriverDelivery)
        .update(where, changes);
      if (affected === 1) {
        Logger.warn(`Order ${delivery.orderCode} gets no driver yet: ${problem}`, LOG_CONTEXT);
        await this.history.add(transaction, Object.assign(delivery, { state }), { note: problem });
      }
    });
  }

  private load(id: ID): Promise<DriverDelivery> {
    return this.connection.rawConnection.getRepository(DriverDelivery).findOneByOrFail({ id });
  }
}

/**
 * The delivery as long as no job has made its message, and nobody has set a drop-off that this one has not seen:
 * whoever sets one has another job look at it.
 */
function unpreparedAs({ id, dropoffOverride }: DriverDelivery): FindOptionsWhere<DriverDelivery> {
  return {
    ...STILL_TO_HAND_OVER,
    id,
    submission: IsNull(),
    dropoffOverride: dropoffOverride === null ? IsNull() : Not(IsNull()),
  };
}
