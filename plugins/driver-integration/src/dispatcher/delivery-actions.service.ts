import { newSubmissionKey, type DeliveryOutcome, type DeliveryRecord } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  EventBus,
  Instrument,
  Order,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull, Not } from 'typeorm';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import type { CancelReason } from '../deliveries/cancel-reason';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { DeliveryRetryRequestedEvent } from '../deliveries/delivery-retry-requested.event';
import { LOCAL_STATES, OPEN_STATES } from '../deliveries/driver-delivery-state';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { isOutOfSync } from '../deliveries/is-out-of-sync';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { DeliveryPinService } from '../proof/delivery-pin.service';
import { problemError } from '../problems/problem-error';
import { LocalEndService } from '../reconciliation/local-end.service';
import { PickupUpdateService } from '../submission/pickup-update.service';
import { DeliveryCancelRequestedEvent } from '../trigger/delivery-cancel-requested.event';
import { DeliveryTriggerService } from '../trigger/delivery-trigger.service';
import { receiverColumns } from '../trigger/receiver-columns';
import { DriverAdminService } from './driver-admin.service';
import { getOperator } from './get-operator';

/** States before pickup, in which a delivery may be cancelled. */
const CANCELLABLE = [...LOCAL_STATES, 'PENDING', 'ASSIGNED'] as const;

/** Maximum length of a reason in the contract, in characters. */
const MAX_REASON_LENGTH = 500;

/** States after which an order may be redelivered. */
const ENDED_UNDELIVERED: readonly string[] = ['FAILED', 'CANCELLED'];

/** Actions of administrators on the deliveries of their channel. */
@Injectable()
@Instrument()
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

  /** Returns the engine's record of a delivery; undefined before its submission. */
  async recordOf({ engineDeliveryId }: DriverDelivery): Promise<DeliveryRecord | undefined> {
    return engineDeliveryId === null
      ? undefined
      : this.engine.find((operator) => operator.delivery(engineDeliveryId));
  }

  /** Whether {@link markReady} is possible. */
  canBeMarkedReady(ctx: RequestContext, delivery: DriverDelivery): Promise<boolean> {
    return this.trigger.wouldBeReady(ctx, delivery, 'marked_ready');
  }

  /** Whether the delivery waits for its drop-off to be set. */
  canSetDropoff({ state, missingPlace }: DriverDelivery): boolean {
    return state === 'NOT_LOCATED' && missingPlace !== 'pickup';
  }

  /** @throws ProblemError if the delivery is already ready, or the readiness strategy does not support marking */
  async markReady(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const { orderId, state } = await this.deliveries.get(ctx, id);
    if (!(await this.trigger.orderReady(ctx, orderId, 'marked_ready'))) {
      throw problemError(state === 'NOT_READY' ? 'NOT_MARKABLE' : 'ALREADY_READY');
    }
    return this.deliveries.get(ctx, id);
  }

  /**
   * Assigns a driver who is visible in the active channel to a PENDING delivery. The engine's event then changes the state
   * in Vendure to ASSIGNED.
   *
   * @throws ProblemError with the reason if the delivery is not PENDING or the driver is ineligible
   */
  async assign(ctx: RequestContext, id: ID, driverId: string): Promise<DriverDelivery> {
    const { deliveryId, ...choice } = await this.choice(ctx, id, driverId);
    await this.engine.call((operator) => operator.assignManually(deliveryId, choice));
    return this.deliveries.get(ctx, id);
  }

  /** Whether {@link reassign} is possible. */
  canBeReassigned({ state, cancelRequestedAt, cancelRefusal }: DriverDelivery): boolean {
    const notCancelled = cancelRequestedAt === null || cancelRefusal !== null;
    return this.configuration.reassignment && state === 'ASSIGNED' && notCancelled;
  }

  /**
   * Reassigns a delivery before pickup to another driver who is visible in the active channel. The engine's event then sets
   * the new driver in Vendure.
   *
   * @param fromDriverId the driver that the dispatcher replaces
   * @throws ProblemError with the reason if reassignment is disabled, the delivery is picked up or has another driver than
   * `fromDriverId`, or the new driver is ineligible
   */
  async reassign(
    ctx: RequestContext,
    id: ID,
    { driverId, fromDriverId }: { driverId: string; fromDriverId: string },
  ): Promise<DriverDelivery> {
    if (!this.configuration.reassignment) {
      throw problemError('REASSIGNMENT_DISABLED');
    }
    const { deliveryId, ...choice } = await this.choice(ctx, id, driverId);
    await this.engine.call((operator) => operator.reassign(deliveryId, { ...choice, fromDriverId }));
    return this.deliveries.get(ctx, id);
  }

  /**
   * Resets the failed PIN attempts, so that the driver may enter the delivery PIN again. The engine's event adds an entry
   * with the administrator to the order history.
   */
  async resetPinAttempts(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const deliveryId = await this.idInEngine(ctx, id);
    const operator = getOperator(ctx);
    await this.engine.call((port) => port.resetFailedPinAttempts(deliveryId, { operator }));
    return this.deliveries.get(ctx, id);
  }

  /**
   * Ends a submitted delivery. The engine's event then ends it in Vendure. If the engine has lost the delivery or has fewer
   * events, the delivery ends in Vendure directly. With `transitionOrders`, the order is updated as at any other end.
   *
   * @throws ProblemError without a reason, and for a delivery that has ended
   */
  async end(ctx: RequestContext, id: ID, outcome: DeliveryOutcome, reason: string): Promise<DriverDelivery> {
    const text = reason.trim().slice(0, MAX_REASON_LENGTH);
    if (text === '') {
      throw problemError('REASON_REQUIRED');
    }
    const deliveryId = await this.idInEngine(ctx, id);
    const end = { outcome, reason: text, operator: getOperator(ctx) };
    const delivery = await this.deliveries.get(ctx, id);
    if (await this.endsLocally(delivery)) {
      await this.ends.end(delivery, end);
    } else {
      await this.engine.call((port) => port.endDelivery(deliveryId, end));
    }
    return this.deliveries.get(ctx, id);
  }

  /** Whether an open delivery must be ended in Vendure, as the engine has lost it, has fewer events or has another order. */
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
    return { deliveryId, driverId, operator: getOperator(ctx) };
  }

  private async idInEngine(ctx: RequestContext, id: ID): Promise<string> {
    const { engineDeliveryId } = await this.deliveries.get(ctx, id);
    if (engineDeliveryId === null) {
      throw problemError('NOT_SUBMITTED');
    }
    return engineDeliveryId;
  }

  /**
   * Cancels a delivery before pickup. The order is not changed.
   *
   * @throws ProblemError after pickup, and for a delivery that is out of sync with the engine
   */
  async cancel(
    ctx: RequestContext,
    id: ID,
    { reasonCode, reason }: { reasonCode?: CancelReason | null; reason?: string | null } = {},
  ): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    if (isOutOfSync(delivery) && delivery.engineDeliveryId !== null) {
      throw problemError('OUT_OF_SYNC');
    }
    const { affected } = await this.connection.getRepository(ctx, DriverDelivery).update(
      { id, state: In([...CANCELLABLE]), cancelRequestedAt: IsNull() },
      {
        cancelRequestedAt: new Date(),
        cancelledBy: getOperator(ctx),
        cancelReasonCode: reasonCode ?? null,
        cancelReason: reason?.trim().slice(0, MAX_REASON_LENGTH) || null,
      },
    );
    if (affected !== 1) {
      throw delivery.cancelRequestedAt
        ? problemError('CANCELLATION_PENDING')
        : problemError('ILLEGAL_TRANSITION', { state: delivery.state });
    }
    await this.eventBus.publish(new DeliveryCancelRequestedEvent(ctx, id));
    return this.deliveries.get(ctx, id);
  }

  /**
   * FAILED or CANCELLED: creates a redelivery. PENDING: updates the pickup and searches for a driver now. Not submitted yet:
   * locates and submits the delivery again.
   *
   * @returns the redelivery, or the same delivery
   */
  async redispatch(ctx: RequestContext, id: ID): Promise<DriverDelivery> {
    const delivery = await this.deliveries.get(ctx, id);
    const { state, engineDeliveryId } = delivery;
    if (ENDED_UNDELIVERED.includes(state)) {
      return this.redeliver(ctx, delivery);
    }
    if (state === 'PENDING' && engineDeliveryId !== null) {
      await this.pickups.update(ctx, delivery);
      await this.engine.call((operator) => operator.retryDelivery(engineDeliveryId));
      await this.connection.getRepository(ctx, DriverDelivery).update(id, { heldUntil: null });
      return this.deliveries.get(ctx, id);
    }
    if (state === 'NOT_READY') {
      throw problemError('ORDER_NOT_READY');
    }
    if (LOCAL_STATES.some((local) => local === state)) {
      await this.connection
        .getRepository(ctx, DriverDelivery)
        .update({ id, state: 'SUBMITTING' }, { pickupChangedAt: new Date() });
      return this.deliveries.retry(ctx, id);
    }
    throw problemError('ILLEGAL_TRANSITION', { state });
  }

  /** Creates a redelivery. The order history records it with the administrator. */
  private async redeliver(ctx: RequestContext, previous: DriverDelivery): Promise<DriverDelivery> {
    const { orderId, orderCode, channelId, sellerId, trackingCode, promisedAt } = previous;
    const { dropoffOverride, fulfillmentId, eraseRequestedAt } = previous;
    await this.assertNotCancelled(ctx, orderId);
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    // The redelivery takes over tracking code and PIN secret. Of concurrent requests, only one succeeds here.
    const { affected } = await deliveries.update(
      { id: previous.id, trackingCode: Not(IsNull()) },
      { trackingCode: null, pinSecret: null },
    );
    if (affected !== 1) {
      throw problemError('ALREADY_REDISPATCHED');
    }
    const order = await this.trigger.load(ctx, orderId);
    const pin = await this.pins.renew(ctx, order, previous);
    const delivery = await deliveries.save(
      new DriverDelivery({
        orderId,
        orderCode,
        ...receiverColumns(order),
        channelId,
        sellerId,
        promisedAt,
        trackingCode,
        ...pin,
        dropoffOverride,
        fulfillmentId,
        eraseRequestedAt,
        redeliveryNumber: previous.redeliveryNumber + 1,
        submissionKey: newSubmissionKey(),
        state: 'SUBMITTING',
      }),
    );
    await this.history.add(ctx, delivery, { event: 'delivery.redispatched' });
    await this.eventBus.publish(new DeliveryRetryRequestedEvent(ctx, delivery.id));
    return this.deliveries.get(ctx, delivery.id);
  }

  private async assertNotCancelled(ctx: RequestContext, orderId: ID): Promise<void> {
    const order = await this.connection
      .getRepository(ctx, Order)
      .findOneOrFail({ where: { id: orderId }, relations: { aggregateOrder: true } });
    if ([order.state, order.aggregateOrder?.state].includes('Cancelled')) {
      throw problemError('ORDER_CANCELLED');
    }
  }
}
