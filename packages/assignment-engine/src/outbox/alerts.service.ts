import type { Alert } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';

const RAISE = sql('raise-alerts.sql');
const RESOLVE = sql('resolve-alerts.sql');

/** The contract's `Alert` as the database has it. */
export interface AlertRow {
  id: string;
  type: Alert['type'];
  raisedAt: Date;
  resolvedAt: Date | null;
  deliveryId: string | null;
  details: Alert['details'];
}

/** Alerts follow from what the database says of the endpoint and of dead letters, whichever engine saw it change. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** At most 500 alerts, those of the engine first, then the newest: the open ones, or all. */
  list(all: boolean): Promise<AlertRow[]> {
    return this.dataSource.query<AlertRow[]>(
      `SELECT id, type, raised_at AS "raisedAt", resolved_at AS "resolvedAt",
         delivery_id AS "deliveryId", details
       FROM driver_dispatch.alerts WHERE $1::boolean OR resolved_at IS NULL
       ORDER BY delivery_id IS NOT NULL, raised_at DESC, id LIMIT 500`,
      [all],
    );
  }

  /** Raises and resolves what is due, each once. What fails is logged, and made up for by the next call. */
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
      this.logger.warn('Alerts could not be brought up to date', { error: describeError(error) });
    }
  }
}
