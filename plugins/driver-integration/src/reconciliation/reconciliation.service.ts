import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  type DeliveryState,
  type KnownDelivery,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection } from '@vendure/core';
import { And, In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { LOG_CONTEXT } from '../configuration/constants';
import { before, DATABASE_NOW, within } from '../delivery/database-clock';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { FINISHED_STATES, OPEN_STATES } from '../delivery/driver-delivery-state';
import { EngineService } from '../submission/engine.service';
import { SubmissionQueueService } from '../submission/submission-queue.service';
import { MismatchService } from './mismatch.service';
import { LocalEndService } from './local-end.service';
import { MISMATCHES, findMismatch, type Judgement } from './judge-delivery';

const MINUTE_MS = 60_000;

/** How long a delivery is left alone after it was compared, in ms, and how long after its end. */
const LEFT_ALONE_MS = 5 * MINUTE_MS;

/** For how long after its end a delivery may still be compared, in ms. */
const FINISHED_LATELY_MS = 24 * 60 * MINUTE_MS;

/** How many questions one reconciliation asks of open deliveries, and of finished ones. */
const MAX_QUESTIONS = 10;

/**
 * Compares deliveries with the engine's, and makes them equal where either side has lost something: the engine tells
 * again what Vendure lacks, Vendure hands over again what the engine lacks, and what neither heals is shown to people.
 */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly engine: EngineService,
    private readonly queue: SubmissionQueueService,
    private readonly mismatches: MismatchService,
    private readonly ends: LocalEndService,
  ) {}

  /**
   * @returns how many deliveries were compared
   * @throws when the engine can't be asked now; the next sweep tries again
   */
  async reconcile(): Promise<{ compared: number }> {
    const { rawConnection: connection } = this.connection;
    const leftAlone = before(connection, LEFT_ALONE_MS);
    const open = await this.compareAll(OPEN_STATES, [
      { reconciledAt: IsNull(), createdAt: leftAlone },
      { reconciledAt: leftAlone },
    ]);
    const lately = And(leftAlone, within(connection, FINISHED_LATELY_MS));
    const finished = await this.compareAll(FINISHED_STATES, [{ reconciledAt: IsNull(), updatedAt: lately }]);
    return { compared: open + finished };
  }

  private async compareAll(
    states: DeliveryState[],
    due: FindOptionsWhere<DriverDelivery>[],
  ): Promise<number> {
    const where = due.map((condition) => ({ ...condition, state: In(states) }));
    const deliveries = this.connection.rawConnection.getRepository(DriverDelivery);
    let compared = 0;
    for (let questions = 0; questions < MAX_QUESTIONS; questions += 1) {
      const batch = await this.nextOf(where);
      if (batch.length > 0) {
        await this.compare(batch);
        const ids = batch.map(({ id }) => id);
        // Of the same states: an end that was heard of meanwhile has not been compared.
        await deliveries.update({ id: In(ids), state: In(states) }, { reconciledAt: DATABASE_NOW });
      }
      compared += batch.length;
      if (batch.length < MAX_RECONCILED_DELIVERIES) {
        break;
      }
    }
    return compared;
  }

  /** Those that were not compared for longest. */
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
    const answer = await engine.reconcile(reconcileDeliveries(deliveries.map(toKnown)));
    const answers = new Map(answer.deliveries.map((delivery) => [delivery.submissionKey, delivery]));
    for (const delivery of deliveries) {
      const told = answers.get(delivery.submissionKey);
      if (told) {
        await this.act(delivery, findMismatch(delivery, told));
      }
    }
  }

  private async act(delivery: DriverDelivery, judgement: Judgement): Promise<void> {
    switch (judgement.act) {
      case 'hand_over':
        return this.startAnew(
          delivery,
          { submittedAt: Not(IsNull()), cancelRequestedAt: IsNull() },
          { submittedAt: null, engineDeliveryId: null, state: 'SUBMITTING', problem: null },
        );
      case 'cancel':
        return this.startAnew(delivery, { cancelAnsweredAt: Not(IsNull()) }, { cancelAnsweredAt: null });
      case 'end':
        return this.ends.endInEngine(delivery);
      case 'show':
        return this.mismatches.show(delivery, judgement.problem);
      case 'settle':
        return this.settle(delivery);
      case 'nothing':
        return;
    }
  }

  /** Has the engine told once more what it has forgotten, unless an event shows that it has not. */
  private async startAnew(
    { id, orderCode, sequence, state }: DriverDelivery,
    where: FindOptionsWhere<DriverDelivery>,
    changes: Partial<DriverDelivery>,
  ): Promise<void> {
    const { affected } = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .update({ ...where, id, sequence, state }, changes);
    if (affected === 1) {
      Logger.warn(
        `Order ${orderCode}: the engine has forgotten what it was told, and is told again`,
        LOG_CONTEXT,
      );
      this.queue.update([id]);
    }
  }

  /**
   * What the engine did not know it knows again. What it has lost is not made good by being equal: it may have
   * assigned another driver since, under a sequence that Vendure has of the first one.
   */
  private async settle({ id, mismatch }: DriverDelivery): Promise<void> {
    if (mismatch === MISMATCHES.unknown) {
      await this.connection.rawConnection
        .getRepository(DriverDelivery)
        .update({ id, mismatch }, { mismatch: null });
    }
  }
}

function toKnown({ submissionKey, sequence, state }: DriverDelivery): KnownDelivery {
  return { submissionKey, sequence, state: state as DeliveryState };
}
