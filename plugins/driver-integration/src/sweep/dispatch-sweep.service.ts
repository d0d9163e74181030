import { Injectable } from '@nestjs/common';
import { Instrument, Logger } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { OutOfSyncOrdersService } from '../fulfillment/out-of-sync-orders.service';
import { EngineHealthService } from '../engine/engine-health.service';
import { RetentionService } from '../personal-data/retention.service';
import { ProofImageService } from '../proof/proof-image.service';
import { ReconciliationService } from '../reconciliation/reconciliation.service';
import { SubmissionSweepService } from '../submission/submission-sweep.service';
import { UnsubmittedOrdersService } from '../trigger/unsubmitted-orders.service';

/** Counts of each part of a sweep, or the error of a failed part. */
export type SweepReport = Record<string, { [count: string]: string | number }>;

/**
 * Repairs the effects of crashes, restores and lost messages on orders and deliveries. Idempotent. May run in several
 * processes concurrently.
 */
@Injectable()
@Instrument()
export class DispatchSweepService {
  private readonly parts: Record<string, () => Promise<{ [count: string]: string | number }>>;

  constructor(
    health: EngineHealthService,
    unsubmittedOrders: UnsubmittedOrdersService,
    submissions: SubmissionSweepService,
    reconciliation: ReconciliationService,
    outOfSyncOrders: OutOfSyncOrdersService,
    proofImages: ProofImageService,
    retention: RetentionService,
  ) {
    this.parts = {
      health: () => health.check(),
      unsubmittedOrders: () => unsubmittedOrders.recover(),
      submissions: () => submissions.sweep(),
      reconciliation: () => reconciliation.reconcile(),
      fulfillment: () => outOfSyncOrders.sync(),
      proofImages: () => proofImages.deleteUnused(),
      personalData: () => retention.erase(),
    };
  }

  /** Runs all parts, even if one fails. */
  async sweep(): Promise<SweepReport> {
    const report: SweepReport = {};
    for (const [name, run] of Object.entries(this.parts)) {
      try {
        report[name] = await run();
      } catch (error) {
        const { message } = error as Error;
        Logger.warn(`Sweep part ${name} failed, retrying in the next sweep: ${message}`, LOG_CONTEXT);
        report[name] = { failed: message };
      }
    }
    return report;
  }
}
