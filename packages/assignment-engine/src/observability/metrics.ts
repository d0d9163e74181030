import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** Metrics that the engine updates while it runs. Each engine of a process has its own registry. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly indexDrift = new Gauge({
    name: 'dispatch_index_drifted_drivers',
    help:
      'Drivers whose entry in the availability index differed from PostgreSQL in the last reconciliation, by kind: ' +
      'missing (AVAILABLE, not in the index), unavailable (BUSY or OFFLINE, in the index), unknown (not in PostgreSQL), ' +
      'misplaced (another location), wrong_status (another status), stale (an earlier version)',
    labelNames: ['kind'] as const,
    registers: [this.registry],
  });

  readonly reconcileSeconds = new Gauge({
    name: 'dispatch_index_reconcile_seconds',
    help: 'Duration of the last reconciliation of the availability index with PostgreSQL in seconds, including repairs',
    registers: [this.registry],
  });

  readonly assignments = new Counter({
    name: 'dispatch_assignments_total',
    help: 'Deliveries assigned by this process, by source of the candidates (REDIS, POSTGRES or OPERATOR)',
    labelNames: ['source'] as const,
    registers: [this.registry],
  });

  readonly pushNotifications = new Counter({
    name: 'dispatch_push_notifications_total',
    help:
      'Push notifications of this process by result: sent, gone (the device has unsubscribed), failed, dropped (too many ' +
      'wait, or the push service is not allowed)',
    labelNames: ['result'] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.assignments.inc({ source: 'REDIS' }, 0);
    this.assignments.inc({ source: 'POSTGRES' }, 0);
  }
}
