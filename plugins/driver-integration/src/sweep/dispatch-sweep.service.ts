import { Injectable } from '@nestjs/common';
import { Logger } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { OutOfSyncOrdersService } from '../fulfillment/out-of-sync-orders.service';
import { EngineHealthService } from '../health/engine-health.service';
import { ProofImageService } from '../proof/proof-image.service';
import { ReconciliationService } from '../reconciliation/reconciliation.service';
import { SubmissionSweepService } from '../submission/submission-sweep.service';
import { UnsubmittedOrdersService } from '../trigger/unsubmitted-orders.service';

/** What each part of a sweep did; of one that failed, why. */
export type SweepReport = Record<string, { [count: string]: string | number }>;

/**
 * Makes good what crashes, restores and lost messages have left behind, on the way of an order from its payment to its
 * end. Safe to run anywhere, at any time, by several processes at once.
 */
@Injectable()
export class DispatchSweepService {
  private readonly parts: Record<string, () => Promise<{ [count: string]: string | number }>>;

  constructor(
    health: EngineHealthService,
    unsubmittedOrders: UnsubmittedOrdersService,
    submissions: SubmissionSweepService,
    reconciliation: ReconciliationService,
    leftBehind: OutOfSyncOrdersService,
    proofImages: ProofImageService,
  ) {
    this.parts = {
      health: () => health.check(),
      unsubmittedOrders: () => unsubmittedOrders.recover(),
      submissions: () => submissions.sweep(),
      reconciliation: () => reconciliation.reconcile(),
      fulfillment: () => leftBehind.follow(),
      proofImages: () => proofImages.deleteUnused(),
    };
  }

  /** One part that fails, as while the engine is away, keeps no other from its turn. */
  async sweep(): Promise<SweepReport> {
    const report: SweepReport = {};
    for (const [name, run] of Object.entries(this.parts)) {
      try {
        report[name] = await run();
      } catch (error) {
        const { message } = error as Error;
        Logger.warn(`The sweep's ${name} failed and is tried again: ${message}`, LOG_CONTEXT);
        report[name] = { failed: message };
      }
    }
    return report;
  }
}
