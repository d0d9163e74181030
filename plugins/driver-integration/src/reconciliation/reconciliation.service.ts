import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  type DeliveryState,
  type KnownDelivery,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, Logger, TransactionalConnection } from '@vendure/core';
import { And, In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { before, DATABASE_NOW, within } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { FINISHED_STATES, OPEN_STATES } from '../deliveries/driver-delivery-state';
import { EngineService } from '../engine/engine.service';
import { NO_PROBLEM } from '../deliveries/problem-columns';
import { SubmissionStarterService } from '../submission/submission-starter.service';
import { MismatchService } from '../events/mismatch.service';
import { LocalEndService } from './local-end.service';
import { chooseAction, type ReconciliationAction } from './reconciliation-action';

const MINUTE_MS = 60_000;

/** Minimum time between two comparisons of a delivery, and between its end and a comparison, in ms. */
const MIN_AGE_MS = 5 * MINUTE_MS;

/** Maximum time after its end in which a delivery is compared, in ms. */
const MAX_FINISHED_AGE_MS = 24 * 60 * MINUTE_MS;

/** Maximum number of requests per sweep for open deliveries, and the same for finished ones. */
const MAX_REQUESTS = 10;

/**
 * Compares deliveries with the engine. The engine resends events that Vendure lacks, and Vendure resubmits deliveries that
 * the engine lacks. Other mismatches are shown to dispatchers.
 */
@Injectable()
@Instrument()
export class ReconciliationService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly queue: SubmissionStarterService,
    private readonly mismatches: MismatchService,
    private readonly ends: LocalEndService,
  ) {}

  /**
   * @returns the number of compared deliveries
   * @throws if the engine is unavailable; the next sweep retries
   */
  async reconcile(): Promise<{ compared: number }> {
    const { rawConnection: connection } = this.connection;
    const due = before(connection, MIN_AGE_MS);
    const open = await this.compareAll(OPEN_STATES, [
      { reconciledAt: IsNull(), createdAt: due },
      { reconciledAt: due },
    ]);
    const recent = And(due, within(connection, MAX_FINISHED_AGE_MS));
    const finished = await this.compareAll(FINISHED_STATES, [{ reconciledAt: IsNull(), updatedAt: recent }]);
    return { compared: open + finished };
  }

  private async compareAll(
    states: DeliveryState[],
    due: FindOptionsWhere<DriverDelivery>[],
  ): Promise<number> {
    const where = due.map((condition) => ({ ...condition, state: In(states) }));
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    let compared = 0;
    for (let requests = 0; requests < MAX_REQUESTS; requests += 1) {
      const batch = await this.nextOf(where);
      if (batch.length > 0) {
        await this.compare(batch);
        const ids = batch.map(({ id }) => id);
        // Only in the same states: a delivery that has ended meanwhile is compared again.
        await deliveries.update({ id: In(ids), state: In(states) }, { reconciledAt: DATABASE_NOW });
      }
      compared += batch.length;
      if (batch.length < MAX_RECONCILED_DELIVERIES) {
        break;
      }
    }
    return compared;
  }

  /** Returns the deliveries whose last comparison is longest ago. */
  private nextOf(where: FindOptionsWhere<DriverDelivery>[]): Promise<DriverDelivery[]> {
    return (
      this.connection.rawConnection
        .getRepository(DriverDelivery)
        .createQueryBuilder('delivery')
        .where(where)
        // Databases differ in where they sort nulls.
        .orderBy('COALESCE(delivery.reconciledAt, delivery.createdAt)', 'ASC')
        .addOrderBy('delivery.id', 'ASC')
        .limit(MAX_RECONCILED_DELIVERIES)
        .getMany()
    );
  }

  private async compare(deliveries: DriverDelivery[]): Promise<void> {
    const engine = await this.engine.client();
    const reply = await engine.reconcile(reconcileDeliveries(deliveries.map(toKnown)));
    const byKey = new Map(reply.deliveries.map((delivery) => [delivery.submissionKey, delivery]));
    for (const delivery of deliveries) {
      const inEngine = byKey.get(delivery.submissionKey);
      if (inEngine) {
        await this.act(delivery, chooseAction(delivery, inEngine));
      }
    }
  }

  private async act(delivery: DriverDelivery, action: ReconciliationAction): Promise<void> {
    switch (action.type) {
      case 'submit':
        return this.resend(
          delivery,
          { submittedAt: Not(IsNull()), cancelRequestedAt: IsNull() },
          { submittedAt: null, engineDeliveryId: null, state: 'SUBMITTING', ...NO_PROBLEM },
        );
      case 'cancel':
        return this.resend(delivery, { cancelAnsweredAt: Not(IsNull()) }, { cancelAnsweredAt: null });
      case 'end':
        return this.ends.endInEngine(delivery);
      case 'report':
        return this.mismatches.report(delivery, action.mismatch);
      case 'confirm':
        return this.clearMismatch(delivery);
      case 'none':
        return;
    }
  }

  /** Sends the engine lost data again, unless an event has changed the delivery meanwhile. */
  private async resend(
    { id, orderCode, sequence, state }: DriverDelivery,
    where: FindOptionsWhere<DriverDelivery>,
    changes: Partial<DriverDelivery>,
  ): Promise<void> {
    const { affected } = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .update({ ...where, id, sequence, state }, changes);
    if (affected === 1) {
      Logger.warn(`Order ${orderCode}: data lost in the engine, sending it again`, LOG_CONTEXT);
      this.queue.update([id]);
    }
  }

  /**
   * Clears the mismatch of a missing delivery that the engine has again. Other mismatches remain: after losing events, the
   * engine may have assigned another driver with the same sequence.
   */
  private async clearMismatch({ id, mismatch }: DriverDelivery): Promise<void> {
    if (mismatch === 'LOST_IN_ENGINE') {
      await this.connection.rawConnection
        .getRepository(DriverDelivery)
        .update({ id, mismatch }, { mismatch: null });
    }
  }
}

function toKnown({ submissionKey, sequence, state }: DriverDelivery): KnownDelivery {
  return { submissionKey, sequence, state: state as DeliveryState };
}
