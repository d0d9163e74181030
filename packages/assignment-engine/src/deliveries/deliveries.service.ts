import {
  DispatchError,
  recordedProofSchema,
  type CompleteDelivery,
  type DeliveryReceipt,
  type EndDelivery,
  type FailDelivery,
  type FailureCode,
  type PickUpDelivery,
  type RecordedProof,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DriverReleaseService } from '../assignment/driver-release.service';
import { OfferEndings } from '../assignment/offer-endings';
import { LOGGER } from '../configuration/tokens';
import type { DeliveryEntity } from '../database/delivery.entity';
import { lockDelivery } from '../database/lock-delivery';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import type { DriverAvailability } from '../redis/driver-availability';
import { endsDelivery, checkMove, type DeliveryMove } from './delivery-move';
import { DeliveryPinService } from './delivery-pin.service';
import { toReceipt } from './receipt';

const MOVE = sql('deliveries/move-delivery.sql');

/** Moves deliveries through their states, from the pickup to the end. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly releases: DriverReleaseService,
    private readonly offers: OfferEndings,
    private readonly deliveryPin: DeliveryPinService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** @throws DispatchError `illegal_transition` after the pickup or another end of the delivery */
  cancel(deliveryId: string, data: { reason?: string }): Promise<DeliveryReceipt> {
    return this.move(deliveryId, { to: 'CANCELLED', type: 'delivery.cancelled', actor: 'vendure', data });
  }

  pickUp({ deliveryId, driverId }: PickUpDelivery): Promise<DeliveryReceipt> {
    return this.move(deliveryId, {
      ...byDriver(driverId),
      to: 'PICKED_UP',
      type: 'delivery.picked_up',
      data: { driverId },
    });
  }

  /** @param signedAt when the app signed its request; AVAILABLE that was signed earlier has no effect afterwards */
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
    return outcome === 'DELIVERED'
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
            code: (outcome === 'FAILED' ? 'other' : 'returned_to_store') satisfies FailureCode,
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
      const withdrawn = locked.offeredUntil === null ? [] : await this.offers.withdraw(manager, deliveryId);
      const [{ sequence }] = await manager.query<[{ sequence: number }]>(MOVE, [
        deliveryId,
        move.to,
        move.type,
        move.actor,
        JSON.stringify(move.data),
        endsDelivery(move),
      ]);
      Object.assign(locked, { state: move.to, sequence });
      return {
        delivery: locked,
        released: [...withdrawn, ...(await this.release(manager, locked, move))],
        repeated: false,
      };
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
      await this.releases.publish(released);
    }
    return toReceipt(delivery, repeated);
  }

  private async release(
    manager: EntityManager,
    { id, driverId }: DeliveryEntity,
    move: DeliveryMove,
  ): Promise<DriverAvailability[]> {
    if (!endsDelivery(move) || driverId === null) {
      return [];
    }
    const { point, endShift, signedAt } = move;
    return this.releases.release(manager, id, {
      reason: 'delivery ended',
      byDriver: move.driverId !== undefined,
      point,
      endShift,
      signedAt,
    });
  }
}

function byDriver(driverId: string) {
  return { driverId, actor: `driver:${driverId}` };
}
