import {
  DispatchError,
  TIMESTAMP_TOLERANCE_SECONDS,
  getIdentity,
  isSameDelivery,
  recordedProofSchema,
  type CompleteDelivery,
  type DeliveryIdentity,
  type DeliveryReceipt,
  type DriverStatusReason,
  type EndDelivery,
  type FailDelivery,
  type FailureCode,
  type PickUpDelivery,
  type RecordedProof,
  type SellerOrderCancelled,
  type SellerOrderUpdated,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { endsDelivery, checkMove, type DeliveryMove } from './delivery-move';
import { DeliveryEntity } from '../database/delivery.entity';
import { fingerprint } from '../orders/fingerprint';
import { DeliveryPinService } from './delivery-pin.service';
import { lockDelivery } from '../database/lock-delivery';
import { getSearchRadius } from '../orders/search-radius';

const RECORD_CANCELLATION = sql('orders/record-cancellation.sql');
const UPDATE_WAITING = sql('orders/update-waiting-delivery.sql');
const MOVE = sql('deliveries/move-delivery.sql');
const RELEASE_DRIVER = sql('assignment/release-driver.sql');

/** Changes deliveries from acceptance to their end. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly waiting: WaitingDeliveriesService,
    private readonly availability: AvailabilityService,
    private readonly deliveryPin: DeliveryPinService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Cancels a delivery. A cancellation that arrives before its order is stored, and the order stays cancelled.
   *
   * @throws DispatchError `illegal_transition` after pickup or another end of the delivery, `identity_mismatch` if the
   * submission key belongs to another order
   */
  async cancel({ data }: SellerOrderCancelled): Promise<DeliveryReceipt> {
    const details = data.reason === undefined ? {} : { reason: data.reason };
    const [{ recorded }] = await this.dataSource.query<[{ recorded: number }]>(RECORD_CANCELLATION, [
      data.submissionKey,
      data.sellerOrderId,
      data.orderCode,
      data.channelId,
      JSON.stringify(details),
    ]);
    const { id } = await this.getSubmitted(data);
    const cancelled = await this.move(id, {
      to: 'CANCELLED',
      type: 'delivery.cancelled',
      actor: 'vendure',
      data: details,
    });
    // If this message created the cancelled delivery, the move above is a repeat but the message is no duplicate.
    return { ...cancelled, duplicate: cancelled.duplicate && recorded === 0 };
  }

  /** As the contract's `EngineClient.sellerOrderUpdated`. */
  async update({ timestamp, data }: SellerOrderUpdated): Promise<DeliveryReceipt> {
    const { id } = await this.getSubmitted(data);
    const print = fingerprint(data);
    const [, changed] = await this.dataSource.query<[unknown[], number]>(UPDATE_WAITING, [
      id,
      JSON.stringify(data.pickup),
      JSON.stringify(data.dropoff),
      getSearchRadius(data, this.configuration.assignment),
      print,
      timestamp,
      TIMESTAMP_TOLERANCE_SECONDS,
    ]);
    const delivery = await this.getSubmitted(data);
    if (changed === 0 && delivery.state !== 'PENDING' && delivery.fingerprint !== print) {
      throw new DispatchError('illegal_transition', `A ${delivery.state} delivery can't be updated`, {
        details: { state: delivery.state },
      });
    }
    if (changed === 0 && delivery.fingerprint !== print) {
      throw new DispatchError('idempotency_conflict', 'A later update of this delivery was applied', {
        details: { state: delivery.state },
      });
    }
    if (changed > 0) {
      this.logger.info('Waiting delivery updated', { deliveryId: id, ...getIdentity(data) });
      if (delivery.waitingSince.getTime() <= Date.now()) {
        await this.waiting.assign([id]);
      }
    }
    return receipt(await this.getSubmitted(data), changed === 0);
  }

  pickUp({ deliveryId, driverId }: PickUpDelivery): Promise<DeliveryReceipt> {
    return this.move(deliveryId, {
      ...byDriver(driverId),
      to: 'PICKED_UP',
      type: 'delivery.picked_up',
      data: { driverId },
    });
  }

  /** @param signedAt when the app signed its request; a status that was signed earlier has no effect afterwards */
  complete(message: CompleteDelivery, signedAt: Date): Promise<DeliveryReceipt> {
    const { deliveryId, driverId, proof, point, endShift } = message;
    return this.move(deliveryId, {
      ...byDriver(driverId),
      signedAt,
      to: 'DELIVERED',
      type: 'delivery.delivered',
      point,
      endShift,
      pin: proof.kind === 'pin' ? proof.pin : undefined,
      data: { driverId, proof: recordedProofSchema.parse(proof) },
    });
  }

  /** @param signedAt as for {@link complete} */
  fail(message: FailDelivery, signedAt: Date): Promise<DeliveryReceipt> {
    const { deliveryId, driverId, code, note, point, endShift } = message;
    return this.move(deliveryId, {
      ...byDriver(driverId),
      signedAt,
      to: 'FAILED',
      type: 'delivery.failed',
      point,
      endShift,
      data: { driverId, code, note },
    });
  }

  /** As the contract's `EngineOperator.endDelivery`. */
  end(deliveryId: string, { outcome, reason, operator }: EndDelivery): Promise<DeliveryReceipt> {
    const by = { actor: `operator:${operator}`, byDispatcher: true };
    return outcome === 'delivered'
      ? this.move(deliveryId, {
          ...by,
          to: 'DELIVERED',
          type: 'delivery.delivered',
          data: { operator, proof: { kind: 'dispatcher', reason } satisfies RecordedProof },
        })
      : this.move(deliveryId, {
          ...by,
          to: 'FAILED',
          type: 'delivery.failed',
          data: {
            operator,
            code: (outcome === 'failed' ? 'other' : outcome) satisfies FailureCode,
            note: reason,
          },
        });
  }

  /** Moves a delivery to another state unless it has it already. The end of a delivery releases and matches its driver. */
  private async move(deliveryId: string, move: DeliveryMove): Promise<DeliveryReceipt> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      const locked = await lockDelivery(manager, deliveryId);
      if (checkMove(locked, move) === 'repeat') {
        return { delivery: locked, released: [], repeated: true };
      }
      const pinError = move.byDispatcher ? undefined : await this.deliveryPin.check(manager, locked, move);
      if (pinError) {
        return pinError;
      }
      const [{ sequence }] = await manager.query<[{ sequence: number }]>(MOVE, [
        deliveryId,
        move.to,
        move.type,
        move.actor,
        JSON.stringify(move.data),
        endsDelivery(move),
      ]);
      Object.assign(locked, { state: move.to, sequence });
      return { delivery: locked, released: await this.release(manager, locked, move), repeated: false };
    });
    // Thrown after the failed PIN attempt is committed.
    if (outcome instanceof DispatchError) {
      throw outcome;
    }
    const { delivery, released, repeated } = outcome;
    if (!repeated) {
      this.logger.info('Delivery moved', {
        submissionKey: delivery.submissionKey,
        deliveryId,
        state: move.to,
        actor: move.actor,
      });
      await this.publishReleased(released);
    }
    return receipt(delivery, repeated);
  }

  private async release(
    manager: EntityManager,
    delivery: DeliveryEntity,
    move: DeliveryMove,
  ): Promise<DriverAvailability[]> {
    if (!endsDelivery(move) || delivery.driverId === null) {
      return [];
    }
    const rows = await manager.query<DriverAvailabilityRow[]>(RELEASE_DRIVER, [
      delivery.id,
      this.configuration.heartbeat.ttlSeconds,
      move.point?.lat ?? null,
      move.point?.lon ?? null,
      move.endShift ?? false,
      move.driverId !== undefined,
      'delivery ended' satisfies DriverStatusReason,
      move.signedAt ?? null,
    ]);
    return rows.map(toAvailability);
  }

  /** Runs after the commit. The sweeper makes up for any failure here. */
  private async publishReleased(released: DriverAvailability[]): Promise<void> {
    await this.availability.publish(released);
    const available = released.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchAvailable(available.map(({ id }) => id));
  }

  private async getSubmitted(received: DeliveryIdentity): Promise<DeliveryEntity> {
    const { submissionKey } = received;
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { submissionKey });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery with submission key ${submissionKey}`);
    }
    if (!isSameDelivery(delivery, received)) {
      const identities = { stored: getIdentity(delivery), received: getIdentity(received) };
      this.logger.warn('Submission key belongs to another order', { deliveryId: delivery.id, ...identities });
      throw new DispatchError(
        'identity_mismatch',
        `Submission key ${submissionKey} belongs to another order`,
        {
          details: { deliveryId: delivery.id, ...identities },
        },
      );
    }
    return delivery;
  }
}

function byDriver(driverId: string) {
  return { driverId, actor: `driver:${driverId}` };
}

function receipt(
  { id, submissionKey, state, sequence }: DeliveryEntity,
  duplicate: boolean,
): DeliveryReceipt {
  return { deliveryId: id, submissionKey, state, sequence, duplicate };
}
