import {
  getIdentity,
  isSameDelivery,
  type DeliveryIdentity,
  type DeliveryReceipt,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection, type RequestContext } from '@vendure/core';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DeliveryHistoryService } from '../deliveries/delivery-history.service';
import { identityOfDelivery } from '../deliveries/delivery-identity';
import { DriverDelivery, type MissingPlace } from '../deliveries/driver-delivery.entity';
import { UNSUBMITTED } from '../deliveries/unsubmitted';
import { updateEach } from '../deliveries/update-each';
import { problemColumns } from '../deliveries/problem-columns';
import { createProblem, type Problem } from '../problems/problem';

/** State and problem of a delivery that waits until its data is corrected. */
export type Parked = { problem: Problem } & (
  { state: 'NOT_LOCATED'; missingPlace: MissingPlace; promisedAt?: Date | null } | { state: 'REFUSED' }
);

export interface Acknowledged {
  delivery: DriverDelivery;
  receipt: Pick<DeliveryReceipt, 'deliveryId' | 'heldUntil'>;
}

/** Records the results of submissions. */
@Injectable()
@Instrument()
export class SubmissionOutcomeService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: DeliveryContextService,
    private readonly history: DeliveryHistoryService,
  ) {}

  /**
   * Acknowledges deliveries in one statement. Does not overwrite changes of events that arrived before the receipt.
   *
   * @returns the number of newly acknowledged deliveries
   */
  async acknowledge(acknowledged: Acknowledged[], ctx?: RequestContext): Promise<number> {
    const { driver } = this.connection.rawConnection;
    const beforeFirstEvent = (value: string, column: string) => () =>
      `CASE WHEN sequence = 0 THEN ${value} ELSE ${driver.escape(column)} END`;
    return updateEach(
      this.deliveries(ctx),
      acknowledged.map(({ delivery: { id }, receipt: { deliveryId, heldUntil } }) => ({
        id,
        engineDeliveryId: deliveryId,
        heldUntil: heldUntil === undefined ? null : new Date(heldUntil),
      })),
      {
        submittedAt: new Date(),
        problem: beforeFirstEvent('NULL', 'problem'),
        problemCode: beforeFirstEvent('NULL', 'problemCode'),
        state: beforeFirstEvent(`'PENDING'`, 'state'),
      },
      { submittedAt: IsNull() },
    );
  }

  /** Acknowledges a delivery that the engine accepted earlier with different contents, if it has the same identity. */
  async adopt(delivery: DriverDelivery, earlier: DeliveryIdentity & { deliveryId: string }): Promise<void> {
    const stored = identityOfDelivery(delivery);
    if (!isSameDelivery(stored, earlier)) {
      Logger.warn(
        `Submission key belongs to another order; engine ${JSON.stringify(getIdentity(earlier))}, ` +
          `stored ${JSON.stringify(stored)}`,
        LOG_CONTEXT,
      );
      await this.park(delivery, { state: 'REFUSED', problem: createProblem('OTHER_ORDER') });
      return;
    }
    const problem = createProblem('EARLIER_VERSION');
    const ctx = await this.contexts.contextOf(delivery);
    await this.connection.withTransaction(ctx, async (transaction) => {
      if ((await this.acknowledge([{ delivery, receipt: earlier }], transaction)) === 1) {
        Logger.warn(`Order ${delivery.orderCode}: ${problem.message}`, LOG_CONTEXT);
        const deliveries = this.deliveries(transaction);
        // Requests an update of the engine's version, which is possible while the delivery waits.
        await deliveries.update(delivery.id, { pickupChangedAt: new Date() });
        const adopted = await deliveries.findOneByOrFail({ id: delivery.id });
        await this.history.add(transaction, adopted, { problem });
      }
    });
  }

  /** Stores why a delivery waits and adds one entry to the order history. */
  async park(delivery: DriverDelivery, changes: Parked): Promise<void> {
    const { state, problem } = changes;
    if (delivery.state === state && delivery.problem?.message === problem.message) {
      return;
    }
    // If another process has built the `submission`, the delivery is located.
    const where = state === 'NOT_LOCATED' ? stillUnbuilt(delivery) : { ...UNSUBMITTED, id: delivery.id };
    const ctx = await this.contexts.contextOf(delivery);
    await this.connection.withTransaction(ctx, async (transaction) => {
      const { affected } = await this.deliveries(transaction).update(where, {
        ...changes,
        ...problemColumns(problem),
      });
      if (affected === 1) {
        Logger.warn(`Order ${delivery.orderCode} not submitted: ${problem.message}`, LOG_CONTEXT);
        await this.history.add(transaction, Object.assign(delivery, { state }), { problem });
      }
    });
  }

  /** Stores the error of a submission that will be retried. */
  async fail(deliveries: DriverDelivery[], problem: Problem): Promise<void> {
    const id = In(deliveries.map((delivery) => delivery.id));
    await this.deliveries().update({ ...UNSUBMITTED, id }, problemColumns(problem));
  }

  private deliveries(ctx?: RequestContext) {
    return this.connection.getRepository(ctx, DriverDelivery);
  }
}

/**
 * Matches the delivery if no process has built its `submission` and no operator has set a drop-off since it was loaded.
 */
function stillUnbuilt({ id, dropoffOverride }: DriverDelivery): FindOptionsWhere<DriverDelivery> {
  return { ...UNBUILT, id, dropoffOverride: dropoffOverride ? Not(IsNull()) : IsNull() };
}

/** Deliveries without a built submission. */
export const UNBUILT: FindOptionsWhere<DriverDelivery> = { ...UNSUBMITTED, submission: IsNull() };
