import {
  notFound,
  type AssignManually,
  type DeliveryReceipt,
  type Reassign,
  type ResetFailedPinAttempts,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ManualAssignmentService } from '../assignment/manual-assignment.service';
import { ReassignmentService } from '../assignment/reassignment.service';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';
import { toReceipt } from './receipt';

const RESET_FAILED_PIN_ATTEMPTS = sql('deliveries/reset-failed-pin-attempts.sql');
const END_HOLD = sql('deliveries/end-hold.sql');

/** Actions of operators on a delivery. */
@Injectable()
export class DeliveryOperationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly waiting: WaitingDeliveriesService,
    private readonly manualAssignment: ManualAssignmentService,
    private readonly reassignment: ReassignmentService,
  ) {}

  /** Searches for a driver now, also for a held delivery. Does not change a delivery that is not waiting. */
  async retry(deliveryId: string): Promise<DeliveryReceipt> {
    const { state } = await this.get(deliveryId);
    await this.dataSource.query(END_HOLD, [deliveryId]);
    await this.waiting.assign([deliveryId]);
    return this.receipt(deliveryId, state !== 'PENDING');
  }

  /** As the contract's `EngineOperator.assignManually`. */
  async assign(deliveryId: string, choice: AssignManually): Promise<DeliveryReceipt> {
    const { duplicate } = await this.manualAssignment.assign(deliveryId, choice);
    return this.receipt(deliveryId, duplicate);
  }

  /** As the contract's `EngineOperator.reassign`. */
  async reassign(deliveryId: string, choice: Reassign): Promise<DeliveryReceipt> {
    const { duplicate } = await this.reassignment.reassign(deliveryId, choice);
    return this.receipt(deliveryId, duplicate);
  }

  /** As the contract's `EngineOperator.resetFailedPinAttempts`. */
  async resetFailedPinAttempts(
    deliveryId: string,
    { operator }: ResetFailedPinAttempts,
  ): Promise<DeliveryReceipt> {
    const reset = await this.dataSource.query<unknown[]>(RESET_FAILED_PIN_ATTEMPTS, [deliveryId, operator]);
    return this.receipt(deliveryId, reset.length === 0);
  }

  private async receipt(id: string, duplicate: boolean): Promise<DeliveryReceipt> {
    return toReceipt(await this.get(id), duplicate);
  }

  private async get(id: string): Promise<DeliveryEntity> {
    const delivery = await this.dataSource.manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw notFound('delivery', id);
    }
    return delivery;
  }
}
