import { DispatchError, type DeliveryReceipt, type ErrorCode } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  Instrument,
  RequestContextService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { In, IsNull, Not } from 'typeorm';
import { DeliveryContextService } from '../deliveries/delivery-context.service';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { UNSUBMITTED } from '../deliveries/unsubmitted';
import { updateEach } from '../deliveries/update-each';
import { earlierDelivery, isFinal } from '../engine/engine-rejection';
import { EngineService } from '../engine/engine.service';
import { SubmissionBuilderService, type Built, type Unsubmitted } from './submission-builder.service';
import { NO_PROBLEM } from '../deliveries/problem-columns';
import { fromRecordedError, toProblem } from '../problems/problem-error';
import {
  SubmissionOutcomeService,
  UNBUILT,
  type Acknowledged,
  type Parked,
} from './submission-outcome.service';

/** Error codes after which the orders of a batch are retried individually. */
const INDIVIDUAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['payload_too_large', 'invalid_message']);

/** A delivery that was not submitted; a retry may succeed. */
export interface FailedDelivery {
  id: ID;
  error: unknown;
}

/** Submits deliveries to the engine in batches. */
@Injectable()
@Instrument()
export class SubmissionService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly requestContexts: RequestContextService,
    private readonly contexts: DeliveryContextService,
    private readonly engine: EngineService,
    private readonly builder: SubmissionBuilderService,
    private readonly outcomes: SubmissionOutcomeService,
  ) {}

  /**
   * Idempotent, also across processes: the submission is stored before it is sent, so that each retry sends the same. If a
   * batch can't be built or is rejected as a whole, its deliveries are submitted individually. Deliveries whose drop-off has
   * to be located are always submitted individually.
   *
   * @param items at most `MAX_SUBMITTED_ORDERS`
   */
  async submit(items: Unsubmitted[]): Promise<FailedDelivery[]> {
    const isLocated = ({ delivery, dropoff }: Unsubmitted) =>
      dropoff !== undefined || delivery.submission !== null;
    const batches = [
      items.filter(isLocated),
      ...items.filter((item) => !isLocated(item)).map((item) => [item]),
    ];
    const failed: FailedDelivery[] = [];
    for (const batch of batches) {
      failed.push(...(await this.submitTogether(batch)));
    }
    return failed;
  }

  private async submitTogether(items: Unsubmitted[]): Promise<FailedDelivery[]> {
    try {
      return await this.submitBatch(items);
    } catch (error) {
      if (items.length === 1 || (error instanceof DispatchError && !INDIVIDUAL_CODES.has(error.code))) {
        return this.fail(
          items.map(({ delivery }) => delivery),
          error as Error,
        );
      }
      const failed: FailedDelivery[] = [];
      for (const item of items) {
        failed.push(...(await this.submitTogether([item])));
      }
      return failed;
    }
  }

  private async submitBatch(items: Unsubmitted[]): Promise<FailedDelivery[]> {
    const unbuilt = items.filter(({ delivery }) => !delivery.submission);
    const built = items.map(({ delivery }) => delivery).filter(({ submission }) => submission);
    const deliveries = [...built, ...(unbuilt.length > 0 ? await this.build(unbuilt) : [])];
    if (deliveries.length === 0) {
      return [];
    }
    const engine = await this.engine.client();
    const results = await engine.submit(deliveries.map(({ submission }) => submission!));
    return this.record(deliveries, results);
  }

  /** @returns the deliveries to send, without parked and cancelled ones */
  private async build(items: Unsubmitted[]): Promise<DriverDelivery[]> {
    const parked: [DriverDelivery, Parked][] = [];
    const ctx = await this.requestContexts.create({ apiType: 'admin' });
    const stored = await this.connection.withTransaction(ctx, async (transaction) => {
      const getContext = this.contexts.within(transaction);
      const rows: (Built & Pick<DriverDelivery, 'id'>)[] = [];
      for (const item of items) {
        const { delivery } = item;
        const built = await this.builder.build(await getContext(delivery), item);
        if ('problem' in built) {
          parked.push([delivery, built]);
        } else {
          rows.push({ id: delivery.id, ...built });
        }
      }
      return rows.length > 0 ? this.store(transaction, items, rows) : [];
    });
    for (const [delivery, reason] of parked) {
      await this.outcomes.park(delivery, reason);
    }
    return stored;
  }

  /** Skips deliveries that were cancelled, built by another process, or got another drop-off meanwhile. */
  private async store(
    ctx: RequestContext,
    items: Unsubmitted[],
    rows: (Built & Pick<DriverDelivery, 'id'>)[],
  ): Promise<DriverDelivery[]> {
    const deliveries = this.connection.getRepository(ctx, DriverDelivery);
    const dropoffOverride = items[0]!.delivery.dropoffOverride ? Not(IsNull()) : IsNull();
    const changes = { state: 'SUBMITTING', ...NO_PROBLEM } as const;
    const updated = await updateEach(deliveries, rows, changes, { ...UNBUILT, dropoffOverride });
    if (updated < rows.length) {
      const id = In(rows.map((row) => row.id));
      return deliveries.findBy({ ...UNSUBMITTED, id, submission: Not(IsNull()) });
    }
    const byId = new Map(items.map(({ delivery }) => [delivery.id, delivery]));
    return rows.map(({ id, submission }) => Object.assign(new DriverDelivery(byId.get(id)), { submission }));
  }

  private async record(
    deliveries: DriverDelivery[],
    results: (DeliveryReceipt | DispatchError)[],
  ): Promise<FailedDelivery[]> {
    const acknowledged: Acknowledged[] = [];
    const rejected: [DriverDelivery, DispatchError][] = [];
    deliveries.forEach((delivery, index) => {
      const result = results[index]!;
      if (result instanceof DispatchError) {
        rejected.push([delivery, result]);
      } else {
        acknowledged.push({ delivery, receipt: result });
      }
    });
    if (acknowledged.length > 0) {
      await this.outcomes.acknowledge(acknowledged);
    }
    const failed: FailedDelivery[] = [];
    for (const [delivery, error] of rejected) {
      const earlier = earlierDelivery(error);
      if (earlier) {
        await this.outcomes.adopt(delivery, earlier);
      } else if (isFinal(error, 'seller_order.ready')) {
        await this.outcomes.park(delivery, { state: 'REFUSED', problem: fromRecordedError(error) });
      } else {
        failed.push(...(await this.fail([delivery], error)));
      }
    }
    return failed;
  }

  private async fail(deliveries: DriverDelivery[], error: Error): Promise<FailedDelivery[]> {
    await this.outcomes.fail(deliveries, toProblem(error));
    return deliveries.map(({ id }) => ({ id, error }));
  }
}
