import type { SellerOrder } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { isFinal } from '../engine/engine-rejection';
import { EngineService } from '../engine/engine.service';
import { SubmissionBuilderService } from './submission-builder.service';

/** Deliveries with a built submission and without a driver. */
const WAITING: FindOptionsWhere<DriverDelivery> = {
  state: In(['SUBMITTING', 'PENDING']),
  submission: Not(IsNull()),
  cancelRequestedAt: IsNull(),
};

/** Updates the pickup of waiting deliveries when their pickup place changes. */
@Injectable()
@Instrument()
export class PickupUpdateService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly engine: EngineService,
    private readonly builder: SubmissionBuilderService,
  ) {}

  /**
   * Marks the waiting deliveries of a pickup place as changed.
   *
   * @returns the ids of these deliveries, and of all deliveries without a located pickup
   */
  async mark(placeId: ID): Promise<ID[]> {
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    const pickupChangedAt = new Date();
    const pickupPlaceId = String(placeId);
    await deliveries.update({ ...WAITING, pickupPlaceId }, { pickupChangedAt });
    const marked = await deliveries.find({
      where: [
        { pickupPlaceId, pickupChangedAt: Not(IsNull()) },
        { state: 'NOT_LOCATED', missingPlace: 'pickup' },
      ],
      select: { id: true },
    });
    return marked.map(({ id }) => id);
  }

  /**
   * Rebuilds the submission of a waiting delivery. If the engine has acknowledged the delivery, sends an update at once.
   * Else the submission contains the change, and an update follows, as an earlier submission may still be in transit. Does
   * nothing for other deliveries.
   *
   * @throws if the engine is unavailable
   */
  async update(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const { id, pickupChangedAt, submittedAt, orderCode } = delivery;
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const waiting = await deliveries.existsBy({ ...WAITING, id });
    const built = waiting
      ? await this.builder.build(await this.contexts.within(ctx)(delivery), { delivery })
      : undefined;
    if (built && 'submission' in built) {
      const { submission } = built;
      const submitted = submittedAt !== null;
      const accepted = submitted ? await this.send(submission) : !isSame(submission, delivery);
      if (accepted) {
        // The engine may have assigned a driver before it replied.
        await deliveries.update(submitted ? { id } : { ...WAITING, id }, built);
        Logger.info(`Order ${orderCode}: pickup updated`, LOG_CONTEXT);
      }
    }
    if (submittedAt !== null || !waiting) {
      // Does not clear the mark of a later change.
      await deliveries.update(
        { id, pickupChangedAt: pickupChangedAt ?? IsNull() },
        { pickupChangedAt: null },
      );
    }
  }

  /** @returns false if the engine rejects the update */
  private async send(data: SellerOrder): Promise<boolean> {
    try {
      const timestamp = new Date().toISOString();
      await (
        await this.engine.client()
      ).sellerOrderUpdated({ type: 'seller_order.updated', timestamp, data });
      return true;
    } catch (error) {
      if (isFinal(error, 'seller_order.updated')) {
        return false;
      }
      throw error;
    }
  }
}

/** Whether a new submission has the same contents as the stored one. */
function isSame(submission: SellerOrder, delivery: DriverDelivery): boolean {
  return JSON.stringify(submission) === JSON.stringify(delivery.submission);
}
