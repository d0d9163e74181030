import { DispatchError, type ErrorCode, type SellerOrder } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { EngineService } from './engine.service';
import { SubmissionBuilderService } from './submission-builder.service';

/** Answers of the engine after which the delivery keeps its pickup. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['illegal_transition', 'not_found', 'identity_mismatch', 'invalid_message'] as const),
]);

/** Deliveries that are built and have no driver yet. */
const WAITING: FindOptionsWhere<DriverDelivery> = {
  state: In(['HANDOVER', 'PENDING']),
  submission: Not(IsNull()),
  cancelRequestedAt: IsNull(),
};

/** Updates the pickup of waiting deliveries whose place has changed. */
@Injectable()
export class PickupUpdateService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly builder: SubmissionBuilderService,
  ) {}

  /**
   * Marks the waiting deliveries that are picked up at a place.
   *
   * @returns ids of these, and of those that had no pickup, which may have one now
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
   * Builds the submission of a waiting delivery again. An engine that has acknowledged the delivery gets it at once; any
   * other gets it with the submission, and once more after that, as the former one may be on its way. Changes nothing for
   * any other delivery.
   *
   * @throws when the engine can't be reached now
   */
  async update(ctx: RequestContext, delivery: DriverDelivery): Promise<void> {
    const { id, pickupChangedAt, handedOverAt, orderCode } = delivery;
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const waits = await deliveries.existsBy({ ...WAITING, id });
    const built = waits ? await this.builder.build(ctx, { delivery }) : undefined;
    if (built && 'submission' in built) {
      const { submission, pickupPlaceId } = built;
      const submitted = handedOverAt !== null;
      const accepted = submitted ? await this.send(submission) : !isSame(submission, delivery);
      if (accepted) {
        // The engine may have assigned a driver before it replied.
        await deliveries.update(submitted ? { id } : { ...WAITING, id }, { submission, pickupPlaceId });
        Logger.info(`Order ${orderCode}: the pickup of its delivery was updated`, LOG_CONTEXT);
      }
    }
    if (handedOverAt !== null || !waits) {
      // A later change stays marked.
      await deliveries.update(
        { id, pickupChangedAt: pickupChangedAt ?? IsNull() },
        { pickupChangedAt: null },
      );
    }
  }

  /** @returns false when the engine keeps the delivery as it is */
  private async send(data: SellerOrder): Promise<boolean> {
    try {
      const timestamp = new Date().toISOString();
      await (
        await this.engine.client()
      ).sellerOrderUpdated({ type: 'seller_order.updated', timestamp, data });
      return true;
    } catch (error) {
      if (error instanceof DispatchError && FINAL_CODES.has(error.code)) {
        return false;
      }
      throw error;
    }
  }
}

/** Whether an order has the contents that the delivery was submitted with. */
function isSame(submission: SellerOrder, delivery: DriverDelivery): boolean {
  return JSON.stringify(submission) === JSON.stringify(delivery.submission);
}
