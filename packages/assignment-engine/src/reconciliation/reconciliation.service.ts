import {
  DispatchError,
  MAX_RECONCILED_DELIVERIES,
  reconcileDeliveries,
  type ErrorBody,
  type ErrorCode,
  type EventSink,
  type KnownDelivery,
  type ReconcileDeliveries,
  type ReconciledDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { EVENT_SINK, LOGGER } from '../configuration/tokens';
import { asDispatchError } from '../database/database-error';
import { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { getMismatch, type Mismatch } from './mismatch';
import { UnmatchedDeliveriesService } from './unmatched-deliveries.service';

const RESEND = sql('reconciliation/resend-events.sql');
const LIST_CHANGED = sql('reconciliation/list-changed-deliveries.sql');

/**
 * Seconds during which an acknowledged event is not resent when Vendure reconciles: Vendure may have read its deliveries
 * before it applied the event. Not used for a reconciliation by the engine, as an unneeded event is harmless.
 */
const RECENTLY_ACKNOWLEDGED_SECONDS = 30;

/** Error codes for no answer of Vendure. Any other error code of Vendure becomes `response_invalid` for the operator. */
const UNANSWERED_CODES: ReadonlySet<ErrorCode> = new Set(['timeout', 'unreachable']);

export interface ReconciliationReport {
  compared: number;
  /** Number of deliveries whose events are resent. */
  resent: number;
  /** Mismatches that resending can't repair, for operators. */
  mismatches: Mismatch[];
  /** Why the comparison is incomplete; absent if it is complete. */
  error?: ErrorBody['error'];
}

/** Selects the deliveries to compare. */
export interface Comparison {
  submissionKeys?: string[];
  /** ISO 8601; ignored if submission keys are given. */
  since?: string;
  signal?: AbortSignal;
}

interface ChangedDelivery {
  id: string;
  submissionKey: string;
  /** Text of PostgreSQL: a Date would lose the microseconds. */
  changedAt: string;
}

/** Compares deliveries with Vendure and resends the events that Vendure lacks. Either side can start it. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unmatched: UnmatchedDeliveriesService,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Answers a reconciliation by Vendure, and resends the events that it lacks. */
  async answer({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    await this.resend(data.deliveries, RECENTLY_ACKNOWLEDGED_SECONDS);
    await this.unmatched.mark({
      unknown: [],
      known: data.deliveries.map(({ submissionKey }) => submissionKey),
    });
    const deliveries = await this.find(data.deliveries.map(({ submissionKey }) => submissionKey));
    return {
      deliveries: data.deliveries.map(({ submissionKey }) => {
        const delivery = deliveries.get(submissionKey);
        return delivery
          ? {
              submissionKey,
              known: true,
              deliveryId: delivery.id,
              state: delivery.state,
              sequence: delivery.sequence,
            }
          : { submissionKey, known: false };
      }),
    };
  }

  /**
   * Compares deliveries with Vendure, resends the events that it lacks, and marks the deliveries that it does not know.
   *
   * @param comparison submission keys, or else a time since which deliveries changed, by default a day ago; an aborted
   * signal ends the comparison after the current page
   * @returns the report, with an error if the comparison is incomplete
   * @throws DispatchError if the first page fails: `timeout`, `unreachable`, or `response_invalid` with the code of
   * Vendure's answer in the details
   */
  async compareWithVendure({
    submissionKeys,
    since,
    signal,
  }: Comparison = {}): Promise<ReconciliationReport> {
    const report: ReconciliationReport = { compared: 0, resent: 0, mismatches: [] };
    try {
      for await (const keys of submissionKeys ? pagesOf(submissionKeys) : this.changedSince(since)) {
        const page = await this.comparePage(keys);
        report.compared += page.compared;
        report.resent += page.resent;
        report.mismatches.push(...page.mismatches);
        if (signal?.aborted) {
          break;
        }
      }
    } catch (error) {
      if (report.compared === 0) {
        throw error;
      }
      this.logger.warn('Reconciliation incomplete', { error: describeError(error) });
      report.error = asDispatchError(error).toBody().error;
    }
    return report;
  }

  private async comparePage(submissionKeys: string[]): Promise<ReconciliationReport> {
    const known = [...(await this.find(submissionKeys)).values()];
    if (known.length === 0) {
      return { compared: 0, resent: 0, mismatches: [] };
    }
    const answers = await this.queryVendure(
      known.map(({ submissionKey, sequence, state }) => ({ submissionKey, sequence, state })),
    );
    const resent = await this.resend(answers.filter(isKnown), 0);
    await this.unmatched.mark({ unknown: getKeys(answers, false), known: getKeys(answers, true) });
    // Reads again, so that Vendure does not seem ahead because of changes during the request.
    const current = await this.find(submissionKeys);
    const mismatches = answers.flatMap(
      (answer) => getMismatch(current.get(answer.submissionKey), answer) ?? [],
    );
    return { compared: answers.length, resent, mismatches };
  }

  private async queryVendure(known: KnownDelivery[]): Promise<ReconciledDelivery[]> {
    try {
      return (await this.sink.reconcile(reconcileDeliveries(known))).deliveries;
    } catch (error) {
      if (!(error instanceof DispatchError) || UNANSWERED_CODES.has(error.code)) {
        throw error;
      }
      const { code, message, retryAfterSeconds } = error;
      throw new DispatchError('response_invalid', `Vendure could not reconcile: ${message}`, {
        details: { code },
        cause: error,
        retryAfterSeconds,
      });
    }
  }

  /**
   * @param seconds during which an acknowledged event counts as received
   * @returns number of deliveries whose events are resent
   */
  private async resend(
    vendure: { submissionKey: string; sequence: number }[],
    seconds: number,
  ): Promise<number> {
    const resent = await this.dataSource.query<{ submissionKey: string }[]>(RESEND, [
      vendure.map(({ submissionKey }) => submissionKey),
      vendure.map(({ sequence }) => sequence),
      seconds,
    ]);
    if (resent.length > 0) {
      const submissionKeys = resent.map(({ submissionKey }) => submissionKey);
      this.logger.warn('Vendure lacks events, resending them', { submissionKeys });
    }
    return resent.length;
  }

  private async find(submissionKeys: string[]): Promise<Map<string, DeliveryEntity>> {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where: { submissionKey: In(submissionKeys) },
      select: {
        id: true,
        submissionKey: true,
        sellerOrderId: true,
        orderCode: true,
        channelId: true,
        state: true,
        sequence: true,
      },
    });
    return new Map(deliveries.map((delivery) => [delivery.submissionKey, delivery]));
  }

  private async *changedSince(since?: string): AsyncGenerator<string[]> {
    let rows: ChangedDelivery[] = [];
    do {
      const last = rows.at(-1);
      rows = await this.dataSource.query<ChangedDelivery[]>(LIST_CHANGED, [
        last?.changedAt ?? null,
        last?.id ?? null,
        MAX_RECONCILED_DELIVERIES,
        since ?? null,
      ]);
      yield rows.map(({ submissionKey }) => submissionKey);
    } while (rows.length === MAX_RECONCILED_DELIVERIES);
  }
}

function* pagesOf(submissionKeys: string[]): Generator<string[]> {
  for (let start = 0; start < submissionKeys.length; start += MAX_RECONCILED_DELIVERIES) {
    yield submissionKeys.slice(start, start + MAX_RECONCILED_DELIVERIES);
  }
}

function getKeys(answers: readonly ReconciledDelivery[], known: boolean): string[] {
  return answers.filter((answer) => answer.known === known).map(({ submissionKey }) => submissionKey);
}

function isKnown(answer: ReconciledDelivery): answer is Extract<ReconciledDelivery, { known: true }> {
  return answer.known;
}
