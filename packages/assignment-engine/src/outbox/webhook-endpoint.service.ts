import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import { changeInBatches } from './event-batches';

const READ = sql('read-webhook-endpoint.sql');
const RESUME = sql('resume-webhook-endpoint.sql');
const SEND_UNSENT_NOW = sql('send-unsent-now-events.sql');

/** How Vendure's webhook does. `stopped`: it answered 410, and is told of nothing until an operator resumes it. */
export interface WebhookEndpoint {
  state: 'active' | 'failing' | 'stopped';
  since: Date;
  /** Failed tries since the last success, whatever their events. */
  consecutiveFailures: number;
  lastError: string | null;
  /** Events that Vendure has yet to be told of, dead letters apart. */
  unsent: number;
  deadLetters: number;
}

@Injectable()
export class WebhookEndpointService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertsService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  async read(): Promise<WebhookEndpoint> {
    const [endpoint] = await this.dataSource.query<[WebhookEndpoint]>(READ);
    return endpoint;
  }

  /** Tells Vendure of all that is unsent, at once; changes nothing unless the endpoint was stopped. */
  async resume(): Promise<WebhookEndpoint> {
    const [{ resumed }] = await this.dataSource.query<[{ resumed: boolean }]>(RESUME);
    if (resumed) {
      this.logger.info('An operator resumed the webhook endpoint');
      await this.alerts.settle();
      await this.sendUnsentNow(0);
    }
    return this.read();
  }

  /**
   * Tells Vendure soon of what failures, or the stop, had put off. Never fails: what is left comes when it is due,
   * and the sweep wakes it.
   *
   * @param spreadSeconds over which it is spread
   */
  async sendUnsentNow(spreadSeconds: number): Promise<void> {
    try {
      const events = await changeInBatches(this.dataSource, SEND_UNSENT_NOW, [spreadSeconds]);
      this.logger.info('Vendure is told of what was unsent', { events });
    } catch (error) {
      this.logger.warn('Outstanding events were not all hastened', { error: describeError(error) });
    }
  }
}
