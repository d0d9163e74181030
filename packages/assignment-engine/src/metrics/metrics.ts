import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { DRIFT_KINDS } from '../redis/index-drift';

/** What the engine's parts count as they work. A registry of its own: engines of one process don't share it. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly indexDrift = new Gauge({
    name: 'dispatch_index_drift_drivers',
    help:
      'Drivers whose entry in the index differed when it was last compared with PostgreSQL: missing from it, in it ' +
      'though unavailable or unknown, misplaced, of another status, or merely behind the latest decision',
    labelNames: ['kind'] as const,
    registers: [this.registry],
  });

  readonly reconcileSeconds = new Gauge({
    name: 'dispatch_index_reconcile_seconds',
    help: 'How long the last comparison of the whole index with PostgreSQL took, repairs included',
    registers: [this.registry],
  });

  readonly assignments = new Counter({
    name: 'dispatch_assignments_total',
    help: 'Deliveries this process has assigned, by where the candidates came from',
    labelNames: ['source'] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    DRIFT_KINDS.forEach((kind) => this.indexDrift.set({ kind }, 0));
    this.assignments.inc({ source: 'redis' }, 0);
    this.assignments.inc({ source: 'postgres' }, 0);
  }
}
