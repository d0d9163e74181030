import {
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  type EventSink,
  type ReconcileDeliveries,
  type ReconciledDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { EVENT_SINK, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import type { EngineLogger } from '../logging/create-logger';
import { disagreementOf, type Disagreement } from './disagreement';

const TELL_AGAIN = sql('tell-again.sql');
const CHANGED_LATELY = sql('changed-lately.sql');

export interface ReconciliationReport {
  /** Deliveries that both sides were asked for. */
  compared: number;
  /** Of those the ones whose events Vendure is told again. */
  resent: number;
  /** Those that telling again does not make equal: for people to look at. */
  disagreeing: Disagreement[];
}

/** Makes Vendure's deliveries equal the engine's, whichever side asks, by telling again what Vendure lacks. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Answers Vendure, and tells it again what it shows to lack. */
  async answer({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    await this.tellAgain(data.deliveries);
    const deliveries = await this.find(data.deliveries.map(({ sellerOrderId }) => sellerOrderId));
    return {
      deliveries: data.deliveries.map(({ sellerOrderId }) => {
        const delivery = deliveries.get(sellerOrderId);
        return delivery
          ? {
              ...{ sellerOrderId, known: true, deliveryId: delivery.id },
              ...{ state: delivery.state, sequence: delivery.sequence },
            }
          : { sellerOrderId, known: false };
      }),
    };
  }

  /**
   * Asks Vendure what it has, and tells it again what it lacks.
   *
   * @param sellerOrderIds by default those whose deliveries changed within the last day
   * @throws DispatchError when Vendure can't be asked
   */
  async askVendure(sellerOrderIds?: string[]): Promise<ReconciliationReport> {
    const asked = sellerOrderIds ?? (await this.changedLately());
    const report: ReconciliationReport = { compared: 0, resent: 0, disagreeing: [] };
    for (let start = 0; start < asked.length; start += MAX_RECONCILED_DELIVERIES) {
      const page = await this.comparePage(asked.slice(start, start + MAX_RECONCILED_DELIVERIES));
      report.compared += page.compared;
      report.resent += page.resent;
      report.disagreeing.push(...page.disagreeing);
    }
    return report;
  }

  private async comparePage(sellerOrderIds: string[]): Promise<ReconciliationReport> {
    const known = [...(await this.find(sellerOrderIds)).values()];
    if (known.length === 0) {
      return { compared: 0, resent: 0, disagreeing: [] };
    }
    const { deliveries: answers } = await this.sink.reconcile(
      reconcileDeliveries(
        known.map(({ sellerOrderId, sequence, state }) => ({ sellerOrderId, sequence, state })),
      ),
    );
    const resent = await this.tellAgain(answers.filter(isKnown));
    // Read again: what happened while Vendure was asked must not make it look ahead of the engine.
    const current = await this.find(sellerOrderIds);
    const disagreeing = answers.flatMap(
      (answer) => disagreementOf(current.get(answer.sellerOrderId), answer) ?? [],
    );
    return { compared: answers.length, resent, disagreeing };
  }

  /** @returns how many deliveries are told again */
  private async tellAgain(vendure: { sellerOrderId: string; sequence: number }[]): Promise<number> {
    const told = await this.dataSource.query<{ sellerOrderId: string }[]>(TELL_AGAIN, [
      vendure.map(({ sellerOrderId }) => sellerOrderId),
      vendure.map(({ sequence }) => sequence),
    ]);
    if (told.length > 0) {
      const sellerOrderIds = told.map(({ sellerOrderId }) => sellerOrderId);
      this.logger.warn('Vendure lacks events that it was told, and is told again', { sellerOrderIds });
    }
    return told.length;
  }

  private async find(sellerOrderIds: string[]): Promise<Map<string, DeliveryEntity>> {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where: { sellerOrderId: In(sellerOrderIds) },
      select: { id: true, sellerOrderId: true, state: true, sequence: true },
    });
    return new Map(deliveries.map((delivery) => [delivery.sellerOrderId, delivery]));
  }

  private async changedLately(): Promise<string[]> {
    const rows = await this.dataSource.query<{ sellerOrderId: string }[]>(CHANGED_LATELY);
    return rows.map(({ sellerOrderId }) => sellerOrderId);
  }
}

function isKnown(answer: ReconciledDelivery): answer is Extract<ReconciledDelivery, { known: true }> {
  return answer.known;
}
