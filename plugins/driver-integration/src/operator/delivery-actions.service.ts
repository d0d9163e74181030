import { newSubmissionKey, type DeliveryOutcome, type DeliveryRecord } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  EventBus,
  Order,
  TransactionalConnection,
  UserInputError,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull, Not } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { DeliveryRetryRequestedEvent } from '../delivery/delivery-retry-requested.event';
import { LOCAL_STATES, OPEN_STATES } from '../delivery/driver-delivery-state';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { DeliveryHistoryService } from '../delivery/delivery-history.service';
import { DriverDeliveryService } from '../delivery/driver-delivery.service';
import { PickupUpdateService } from '../submission/pickup-update.service';
import { DeliveryPinService } from '../proof/delivery-pin.service';
import { LocalEndService } from '../reconciliation/local-end.service';
import { isOutOfSync } from '../reconciliation/judge-delivery';
import { DriverAdminService } from '../drivers/driver-admin.service';
import { DeliveryTriggerService } from '../trigger/delivery-trigger.service';
import { DeliveryCancelRequestedEvent } from '../trigger/delivery-cancel-requested.event';
import { EngineOperatorService } from './engine-operator.service';

/** States in which a delivery may be called off: nobody has the goods yet. */
const CANCELLABLE = [...LOCAL_STATES, 'PENDING', 'ASSIGNED'] as const;

/** Characters of a reason that the contract accepts. */
const MAX_REASON_LENGTH = 500;

/** States from which an order may be sent out once more. */
const ENDED_IN_VAIN: readonly string[] = ['FAILED', 'CANCELLED'];

/** What people of a channel do about its deliveries. */
@Injectable()
export class DeliveryActionsService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly eventBus: EventBus,
    private readonly deliveries: DriverDeliveryService,
    private readonly history: DeliveryHistoryService,
    private readonly drivers: DriverAdminService,
    private readonly engine: EngineOperatorService,
    private readonly trigger: DeliveryTriggerService,
    private readonly pins: DeliveryPinService,
    private readonly pickups: PickupUpdateService,
    private readonly ends: LocalEndService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  /** What the engine has of a delivery; undefined before it has it. */
  async recordOf({ engineDeliveryId }: DriverDelivery): Promise<DeliveryRecord | undefined> {
    return engineDeliveryId === null
      ? undefined
      : this.engine.find((operator) => operator.delivery(engineDeliveryId));
  }

  /** Whether {@link markReady} is what the shop waits for. */
  mayBeMarkedReady(ctx: RequestContext, delivery: DriverDelivery): Promise<boolean> {
    return this.trigger.wouldBeReady(ctx, delivery, 'marked_ready');
  }

  /** Whether its drop-off is what it waits for, as far as is known. */
  mayBePlaced({ state, missingPlace }: DriverDelivery): boolean {
    return state === 'NOT_LOCATED' && missingPlace !== 'pickup';
  }

  /** @throws UserInputError for what is ready already, and where the shop goes by other moments */
  async markReady(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const { orderId, state } = await this.deliveries.get(ctx, id);
    if (!(await this.trigger.orderReady(ctx, orderId, 'marked_ready'))) {
      throw new UserInputError(
        state === 'NOT_READY'
          ? "This shop's orders become ready in another way, or this one is cancelled"
          : 'This delivery is ready already',
      );
    }
    return this.deliveries.get(ctx, id);
  }

  /**
   * Gives a waiting delivery a driver whom the active channel sees. The engine's event, which makes it ASSIGNED here,
   * follows at once.
   *
   * @throws UserInputError with the reason when the delivery does not wait, or the driver can't be had
   */
  async assign(ctx: RequestContext, id: ID, driverId: string): Promise<DriverDelivery> {
    const { deliveryId, ...choice } = await this.choice(ctx, id, driverId);
    await this.engine.ask((operator) => operator.assignByHand(deliveryId, choice));
    return this.deliveries.get(ctx, id);
  }

  /** Whether {@link reassign} may be asked for. */
  mayBeReassigned({ state, cancelRequestedAt, cancelRefusal }: DriverDelivery): boolean {
    const stays = cancelRequestedAt === null || cancelRefusal !== null;
    return this.configuration.reassignment && state === 'ASSIGNED' && stays;
  }

  /**
   * Moves a delivery that is not picked up yet to another driver whom the active channel sees. The engine's event, which
   * names the new driver here, follows at once.
   *
   * @param fromDriverId who has it, as far as whoever asks has seen
   * @throws UserInputError with the reason where the shop does not allow it, the delivery is picked up or somebody else's
   * by now, or the driver can't be had
   */
  async reassign(
    ctx: RequestContext,
    id: ID,
    { driverId, fromDriverId }: { driverId: string; fromDriverId: string },
  ): Promise<DriverDelivery> {
    if (!this.configuration.reassignment) {
      throw new UserInputError('This shop moves no delivery to another driver');
    }
    const { deliveryId, ...choice } = await this.choice(ctx, id, driverId);
    await this.engine.ask((operator) => operator.reassign(deliveryId, { ...choice, fromDriverId }));
    return this.deliveries.get(ctx, id);
  }

  /**
   * Resets the failed PIN attempts, so that the driver may enter the delivery PIN again. The engine's event, which the order's
   * history records with the administrator, follows at once.
   */
  async resetCodes(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const deliveryId = await this.idInEngine(ctx, id);
    const operator = operatorOf(ctx);
    await this.engine.ask((port) => port.resetWrongCodes(deliveryId, { operator }));
    return this.deliveries.get(ctx, id);
  }

  /**
   * Ends a delivery that was submitted. The engine's event, which ends it here, follows at once. Where the engine has lost
   * the delivery or is behind, it ends here directly. The order follows as after every other end: with `transitionOrders`
   * only.
   *
   * @throws UserInputError without a reason, and for a delivery that has ended
   */
  async end(ctx: RequestContext, id: ID, outcome: DeliveryOutcome, reason: string): Promise<DriverDelivery> {
    const text = reason.trim().slice(0, MAX_REASON_LENGTH);
    if (text === '') {
      throw new UserInputError('A reason is required');
    }
    const deliveryId = await this.idInEngine(ctx, id);
    const end = { outcome, reason: text, operator: operatorOf(ctx) };
    const delivery = await this.deliveries.get(ctx, id);
    if (await this.endsLocally(delivery)) {
      await this.ends.end(delivery, end);
    } else {
      await this.engine.ask((port) => port.endDelivery(deliveryId, end));
    }
    return this.deliveries.get(ctx, id);
  }

  /** Whether the engine can't end an open delivery: it does not have it as Vendure has it. */
  private async endsLocally(delivery: DriverDelivery): Promise<boolean> {
    if (!OPEN_STATES.some((open) => open === delivery.state)) {
      return false;
    }
    if (isOutOfSync(delivery)) {
      return true;
    }
    const record = await this.recordOf(delivery);
    return record === undefined || record.sequence < delivery.sequence;
  }

  private async choice(ctx: RequestContext, id: ID, driverId: string) {
    const deliveryId = await this.idInEngine(ctx, id);
    await this.drivers.get(ctx, driverId);
    return { deliveryId, driverId, operator: operatorOf(ctx) };
  }

  private async idInEngine(ctx: RequestContext, id: ID): Promise<string> {
    const { engineDeliveryId } = await this.deliveries.get(ctx, id);
    if (engineDeliveryId === null) {
      throw new UserInputError('The engine does not have this delivery yet');
    }
    return engineDeliveryId;
  }

  /**
   * Calls a delivery off; its order is left alone.
   *
   * @throws UserInputError once somebody has the goods, and where the engine can't cancel the delivery as Vendure has it
   */
  async cancel(ctx: RequestContext, id: ID, reason?: string | null): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    if (isOutOfSync(delivery) && delivery.engineDeliveryId !== null) {
      throw new UserInputError("The engine can't cancel this delivery: end it instead");
    }
    const { affected } = await this.connection
      .getRepository(ctx, DriverDelivery)
      .update(
        { id, state: In([...CANCELLABLE]), cancelRequestedAt: IsNull() },
        { cancelRequestedAt: new Date(), cancelReason: reason?.trim().slice(0, MAX_REASON_LENGTH) || null },
      );
    if (affected !== 1) {
      throw new UserInputError(
        delivery.cancelRequestedAt
          ? 'This delivery is being cancelled'
          : `A ${delivery.state} delivery can't be cancelled`,
      );
    }
    await this.eventBus.publish(new DeliveryCancelRequestedEvent(ctx, id));
    return this.deliveries.get(ctx, id);
  }

  /**
   * Sends an order out once more whose delivery failed or was called off, as a delivery of its own; looks for a driver
   * at once for a delivery that waits, with its pickup rebuilt; tries again what was parked.
   *
   * @returns the delivery that goes on: a new one after an end in vain
   */
  async redispatch(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    const { state, engineDeliveryId } = delivery;
    if (ENDED_IN_VAIN.includes(state)) {
      return this.sendAnew(ctx, delivery);
    }
    if (state === 'PENDING' && engineDeliveryId !== null) {
      await this.pickups.update(ctx, delivery);
      await this.engine.ask((operator) => operator.retryDelivery(engineDeliveryId));
      await this.connection.getRepository(ctx, DriverDelivery).update(id, { heldUntil: null });
      return this.deliveries.get(ctx, id);
    }
    if (state === 'NOT_READY') {
      throw new UserInputError('The order is not ready yet');
    }
    if (LOCAL_STATES.some((local) => local === state)) {
      await this.connection
        .getRepository(ctx, DriverDelivery)
        .update({ id, state: 'HANDOVER' }, { pickupChangedAt: new Date() });
      return this.deliveries.retry(ctx, id);
    }
    throw new UserInputError(`A ${state} delivery goes on by itself`);
  }

  /** The order's history records it with the administrator. */
  private async sendAnew(ctx: RequestContext, previous: DriverDelivery): Promise<DriverDelivery> {
    const { orderId, orderCode, channelId, sellerId, trackingCode } = previous;
    const { dropoffOverride, fulfillmentId } = previous;
    await this.assertWanted(ctx, orderId);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    // The shopper's links go on with the order. Of several requests at once, the database lets one take them.
    const { affected } = await deliveries.update(
      { id: previous.id, trackingCode: Not(IsNull()) },
      { trackingCode: null, pinSecret: null },
    );
    if (affected !== 1) {
      throw new UserInputError('This order was sent out once more already');
    }
    const pin = await this.pins.renew(ctx, await this.trigger.load(ctx, orderId), previous);
    const delivery = await deliveries.save(
      new DriverDelivery({
        ...{ orderId, orderCode, channelId, sellerId, trackingCode, ...pin },
        ...{ dropoffOverride, fulfillmentId, attempt: previous.attempt + 1 },
        submissionKey: newSubmissionKey(),
        state: 'HANDOVER',
      }),
    );
    await this.history.add(ctx, delivery, { event: 'delivery.redispatched' });
    await this.eventBus.publish(new DeliveryRetryRequestedEvent(ctx, delivery.id));
    return this.deliveries.get(ctx, delivery.id);
  }

  private async assertWanted(ctx: RequestContext, orderId: ID): Promise<void> {
    const order = await this.connection
      .getRepository(ctx, Order)
      .findOneOrFail({ where: { id: orderId }, relations: { aggregateOrder: true } });
    if ([order.state, order.aggregateOrder?.state].includes('Cancelled')) {
      throw new UserInputError('The order is cancelled');
    }
  }
}

/** Name under which the engine records what the active user does. */
function operatorOf(ctx: RequestContext): string {
  return ctx.session?.user?.identifier ?? 'an administrator';
}
