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
import { sql } from '../database/sql';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { UnmatchedDeliveriesService } from './unmatched-deliveries.service';
import { mismatchOf, type Mismatch } from './mismatch';

const RESEND = sql('resend-event.sql');
const CHANGED_LATELY = sql('changed-lately.sql');

/**
 * Seconds for which Vendure, when it asks, may have confirmed an event and not yet have had it when it read what it
 * has. An operator's question is not waited for: telling an event once more than is needed does no harm.
 */
const CONFIRMED_LATELY_SECONDS = 30;

/** What says that there was no answer; an answer that is an error is none to the operator's own request. */
const UNANSWERED_CODES: ReadonlySet<ErrorCode> = new Set(['timeout', 'unreachable']);

export interface ReconciliationReport {
  /** Deliveries that both sides were asked for. */
  compared: number;
  /** Of those the ones whose events Vendure is told again. */
  resent: number;
  /** Those that telling again does not make equal: for people to look at. */
  disagreeing: Mismatch[];
  /** Why not all were compared; absent when they were. */
  error?: ErrorBody['error'];
}

/** Which deliveries are compared. */
export interface Comparison {
  submissionKeys?: string[];
  /** ISO 8601; not used where submission keys are given. */
  since?: string;
  signal?: AbortSignal;
}

interface ChangedDelivery {
  id: string;
  submissionKey: string;
  /** As PostgreSQL writes it: a Date would lose its microseconds. */
  changedAt: string;
}

/** Makes Vendure's deliveries equal the engine's, whichever side asks, by telling again what Vendure lacks. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unmatched: UnmatchedDeliveriesService,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Answers Vendure, and tells it again what it shows to lack. */
  async answer({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    await this.resend(data.deliveries, CONFIRMED_LATELY_SECONDS);
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
              submissionKey, known: true, deliveryId: delivery.id,
              state: delivery.state, sequence: delivery.sequence,
            }
          : { submissionKey, known: false };
      }),
    };
  }

  /**
   * Asks Vendure what it has, tells it again what it lacks, and marks deliveries that it does not know.
   *
   * @param which submission keys, else the deliveries that changed since a time, by default within the last day; an
   * aborted signal ends the comparison after a page
   * @returns what was found until an error, which it names
   * @throws DispatchError when nothing was compared before it: `timeout`, `unreachable` or `response_invalid`, with
   * the code of Vendure's answer in its details, when Vendure can't be asked
   */
  async askVendure({ submissionKeys, since, signal }: Comparison = {}): Promise<ReconciliationReport> {
    const report: ReconciliationReport = { compared: 0, resent: 0, disagreeing: [] };
    try {
      for await (const asked of submissionKeys ? pagesOf(submissionKeys) : this.changedSince(since)) {
        const page = await this.comparePage(asked);
        report.compared += page.compared;
        report.resent += page.resent;
        report.disagreeing.push(...page.disagreeing);
        if (signal?.aborted) {
          break;
        }
      }
    } catch (error) {
      if (report.compared === 0) {
        throw error;
      }
      this.logger.warn('Not all deliveries were compared with Vendure', { error: describeError(error) });
      report.error = asDispatchError(error).toBody().error;
    }
    return report;
  }

  private async comparePage(submissionKeys: string[]): Promise<ReconciliationReport> {
    const known = [...(await this.find(submissionKeys)).values()];
    if (known.length === 0) {
      return { compared: 0, resent: 0, disagreeing: [] };
    }
    const answers = await this.ask(
      known.map(({ submissionKey, sequence, state }) => ({ submissionKey, sequence, state })),
    );
    const resent = await this.resend(answers.filter(isKnown), 0);
    await this.unmatched.mark({ unknown: keysOf(answers, false), known: keysOf(answers, true) });
    // Read again: what happened while Vendure was asked must not make it look ahead of the engine.
    const current = await this.find(submissionKeys);
    const disagreeing = answers.flatMap(
      (answer) => mismatchOf(current.get(answer.submissionKey), answer) ?? [],
    );
    return { compared: answers.length, resent, disagreeing };
  }

  private async ask(known: KnownDelivery[]): Promise<ReconciledDelivery[]> {
    try {
      return (await this.sink.reconcile(reconcileDeliveries(known))).deliveries;
    } catch (error) {
      if (!(error instanceof DispatchError) || UNANSWERED_CODES.has(error.code)) {
        throw error;
      }
      const { code, message, retryAfterSeconds } = error;
      throw new DispatchError('response_invalid', `Vendure did not answer the question: ${message}`, {
        details: { code }, cause: error, retryAfterSeconds,
      });
    }
  }

  /**
   * @param seconds for which a confirmed event is not taken for lost
   * @returns how many deliveries are told again
   */
  private async resend(
    vendure: { submissionKey: string; sequence: number }[],
    seconds: number,
  ): Promise<number> {
    const told = await this.dataSource.query<{ submissionKey: string }[]>(RESEND, [
      vendure.map(({ submissionKey }) => submissionKey),
      vendure.map(({ sequence }) => sequence),
      seconds,
    ]);
    if (told.length > 0) {
      const submissionKeys = told.map(({ submissionKey }) => submissionKey);
      this.logger.warn('Vendure lacks events that it was told, and is told again', { submissionKeys });
    }
    return told.length;
  }

  private async find(submissionKeys: string[]): Promise<Map<string, DeliveryEntity>> {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where: { submissionKey: In(submissionKeys) },
      select: {
        id: true, submissionKey: true, sellerOrderId: true, orderCode: true, channelId: true,
        state: true, sequence: true,
      },
    });
    return new Map(deliveries.map((delivery) => [delivery.submissionKey, delivery]));
  }

  private async *changedSince(since?: string): AsyncGenerator<string[]> {
    let rows: ChangedDelivery[] = [];
    do {
      const last = rows.at(-1);
      rows = await this.dataSource.query<ChangedDelivery[]>(CHANGED_LATELY, [
        last?.changedAt ?? null, last?.id ?? null, MAX_RECONCILED_DELIVERIES, since ?? null,
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

function keysOf(answers: readonly ReconciledDelivery[], known: boolean): string[] {
  return answers.filter((answer) => answer.known === known).map(({ submissionKey }) => submissionKey);
}

function isKnown(answer: ReconciledDelivery): answer is Extract<ReconciledDelivery, { known: true }> {
  return answer.known;
}
