import {
  DispatchError,
  TIMESTAMP_TOLERANCE_SECONDS,
  identityOf,
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
import type { EngineLogger } from '../logging/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { endsDelivery, checkMove, type DeliveryMove } from './delivery-move';
import { DeliveryEntity } from './delivery.entity';
import { fingerprint } from './fingerprint';
import { DeliveryPinService } from './delivery-pin.service';
import { lockDelivery } from './lock-delivery';
import { searchRadiusOf } from './search-radius';

const REMEMBER_CANCELLATION = sql('remember-cancellation.sql');
const UPDATE_WAITING = sql('update-waiting-delivery.sql');
const MOVE = sql('move-delivery.sql');
const RELEASE_DRIVER = sql('release-driver.sql');

/** Deliveries after their acceptance, to their end. */
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
   * Cancels a delivery. A cancellation that comes first is stored, and the order that comes after it stays cancelled.
   *
   * @throws DispatchError `illegal_transition` once the goods are picked up or the delivery has ended otherwise,
   * `identity_mismatch` when the submission key is that of another order
   */
  async cancel({ data }: SellerOrderCancelled): Promise<DeliveryReceipt> {
    const details = data.reason === undefined ? {} : { reason: data.reason };
    const [{ remembered }] = await this.dataSource.query<[{ remembered: number }]>(REMEMBER_CANCELLATION, [
      data.submissionKey, data.sellerOrderId, data.orderCode, data.channelId,
      JSON.stringify(details),
    ]);
    const { id } = await this.getSubmitted(data);
    const cancelled = await this.move(id, {
      to: 'CANCELLED', type: 'delivery.cancelled', actor: 'vendure',
      data: details,
    });
    // The step is a repeat where this very message had made the delivery, already cancelled.
    return { ...cancelled, duplicate: cancelled.duplicate && remembered === 0 };
  }

  /** As the contract's `EngineClient.sellerOrderUpdated`. */
  async update({ timestamp, data }: SellerOrderUpdated): Promise<DeliveryReceipt> {
    const { id } = await this.getSubmitted(data);
    const print = fingerprint(data);
    const [, changed] = await this.dataSource.query<[unknown[], number]>(UPDATE_WAITING, [
      id, JSON.stringify(data.pickup), JSON.stringify(data.dropoff),
      searchRadiusOf(data, this.configuration.assignment), print, timestamp,
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
      this.logger.info('Waiting delivery updated', { deliveryId: id, ...identityOf(data) });
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

  /** @param signedAt when the app signed its request; a status that it signed before changes nothing from then on */
  complete(message: CompleteDelivery, signedAt: Date): Promise<DeliveryReceipt> {
    const { deliveryId, driverId, proof, point, endShift } = message;
    return this.move(deliveryId, {
      ...byDriver(driverId), signedAt,
      to: 'DELIVERED',
      type: 'delivery.delivered',
      point, endShift,
      pin: proof.kind === 'code' ? proof.code : undefined,
      data: { driverId, proof: recordedProofSchema.parse(proof) },
    });
  }

  /** @param signedAt as of {@link complete} */
  fail(message: FailDelivery, signedAt: Date): Promise<DeliveryReceipt> {
    const { deliveryId, driverId, code, note, point, endShift } = message;
    return this.move(deliveryId, {
      ...byDriver(driverId), signedAt,
      to: 'FAILED',
      type: 'delivery.failed',
      point, endShift,
      data: { driverId, code, note },
    });
  }

  /** As the contract's `EngineOperator.endDelivery`. */
  end(deliveryId: string, { outcome, reason, operator }: EndDelivery): Promise<DeliveryReceipt> {
    const by = { actor: `operator:${operator}`, byDispatcher: true };
    return outcome === 'delivered'
      ? this.move(deliveryId, {
          ...by, to: 'DELIVERED', type: 'delivery.delivered',
          data: { operator, proof: { kind: 'dispatcher', reason } satisfies RecordedProof },
        })
      : this.move(deliveryId, {
          ...by, to: 'FAILED', type: 'delivery.failed',
          data: {
            operator,
            code: (outcome === 'failed' ? 'other' : outcome) satisfies FailureCode,
            note: reason,
          },
        });
  }

  /** Takes one step, or finds it taken; a delivery that ends frees its driver, who is matched at once. */
  private async move(deliveryId: string, move: DeliveryMove): Promise<DeliveryReceipt> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      const locked = await lockDelivery(manager, deliveryId);
      if (checkMove(locked, move) === 'repeat') {
        return { delivery: locked, freed: [], repeated: true };
      }
      const refusal = move.byDispatcher
        ? undefined
        : await this.deliveryPin.refusalOf(manager, locked, move);
      if (refusal) {
        return refusal;
      }
      const [{ sequence }] = await manager.query<[{ sequence: number }]>(MOVE, [
        deliveryId, move.to, move.type, move.actor,
        JSON.stringify(move.data),
        endsDelivery(move),
      ]);
      Object.assign(locked, { state: move.to, sequence });
      return { delivery: locked, freed: await this.release(manager, locked, move), repeated: false };
    });
    // Thrown once what was counted is committed.
    if (outcome instanceof DispatchError) {
      throw outcome;
    }
    const { delivery, freed, repeated } = outcome;
    if (!repeated) {
      this.logger.info('Delivery moved', {
        submissionKey: delivery.submissionKey,
        deliveryId, state: move.to, actor: move.actor,
      });
      await this.claim(freed);
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
      move.point?.lat ?? null, move.point?.lon ?? null,
      move.endShift ?? false,
      move.driverId !== undefined,
      'delivery ended' satisfies DriverStatusReason,
      move.signedAt ?? null,
    ]);
    return rows.map(toAvailability);
  }

  /** The step is committed; whatever fails from here on, the sweeper makes good. */
  private async claim(freed: DriverAvailability[]): Promise<void> {
    await this.availability.publish(freed);
    const free = freed.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchFreed(free.map(({ id }) => id));
  }

  private async getSubmitted(received: DeliveryIdentity): Promise<DeliveryEntity> {
    const { submissionKey } = received;
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { submissionKey });
    if (!delivery) {
      throw new DispatchError('not_found', `No delivery with submission key ${submissionKey}`);
    }
    if (!isSameDelivery(delivery, received)) {
      const identities = { stored: identityOf(delivery), received: identityOf(received) };
      this.logger.warn('Submission key belongs to another order', { deliveryId: delivery.id, ...identities });
      throw new DispatchError(
        'identity_mismatch',
        `Submission key ${submissionKey} is that of another order`,
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
