import type { DeliveryIdentity, UnmatchedPage, UnmatchedQuery } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { AlertsService } from '../outbox/alerts.service';

const MARK = sql('reconciliation/mark-unmatched-deliveries.sql');
const LIST = sql('reconciliation/list-unmatched-deliveries.sql');

type ListedRow = UnmatchedPage['deliveries'][number] & { total: number };

/** Deliveries that Vendure does not know, such as after a restore or reset of its database. */
@Injectable()
export class UnmatchedDeliveriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertsService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** Marks deliveries unknown to Vendure, clears the mark of known ones, and updates the alert. */
  async mark({ unknown, known }: { unknown: string[]; known: string[] }): Promise<void> {
    const found = await this.dataSource.query<(DeliveryIdentity & { deliveryId: string })[]>(MARK, [
      unknown,
      known,
    ]);
    if (found.length > 0) {
      this.logger.warn('Deliveries unknown to Vendure', { deliveries: found });
    }
    await this.alerts.settle();
  }

  /** A page of open deliveries, and of those found in the last seven days, latest first. */
  async list({ channelId, take, skip }: UnmatchedQuery): Promise<UnmatchedPage> {
    const rows = await this.dataSource.query<ListedRow[]>(LIST, [channelId ?? null, take, skip]);
    return {
      deliveries: rows.map(({ total: _total, ...delivery }) => delivery),
      total: rows[0]?.total ?? 0,
    };
  }
}
