import type { Alert } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';

const RAISE = sql('outbox/raise-alerts.sql');
const RESOLVE = sql('outbox/resolve-alerts.sql');

/** A row of the contract's `Alert`. */
export interface AlertRow {
  id: string;
  type: Alert['type'];
  raisedAt: Date;
  resolvedAt: Date | null;
  deliveryId: string | null;
  details: Alert['details'];
}

/** Raises and resolves alerts by the state of the webhook endpoint, the dead letters and the unmatched deliveries. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** At most 500 alerts, open ones or all: alerts of the engine first, then newest first. */
  list(all: boolean): Promise<AlertRow[]> {
    return this.dataSource.query<AlertRow[]>(
      `SELECT id, type, raised_at AS "raisedAt", resolved_at AS "resolvedAt",
         delivery_id AS "deliveryId", details
       FROM driver_dispatch.alerts WHERE $1::boolean OR resolved_at IS NULL
       ORDER BY delivery_id IS NOT NULL, raised_at DESC, id LIMIT 500`,
      [all],
    );
  }

  /** Raises and resolves due alerts, each once. Logs a failure; the next call retries. */
  async settle(): Promise<void> {
    try {
      const raised = await this.dataSource.query<Pick<AlertRow, 'id' | 'type' | 'details'>[]>(RAISE);
      for (const { id, type, details } of raised) {
        this.logger.error('Alert', { alert: type, alertId: id, details });
      }
      const [resolved] = await this.dataSource.query<[Pick<AlertRow, 'id' | 'type'>[], number]>(RESOLVE);
      for (const { id, type } of resolved) {
        this.logger.info('Alert resolved', { alert: type, alertId: id });
      }
    } catch (error) {
      this.logger.warn('Alert update failed', { error: describeError(error) });
    }
  }
}
