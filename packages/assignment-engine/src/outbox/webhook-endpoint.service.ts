import type { RecordedError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AlertsService } from './alerts.service';
import { changeInBatches } from './event-batches';

const READ = sql('outbox/read-webhook-endpoint.sql');
const RESUME = sql('outbox/resume-webhook-endpoint.sql');
const MAKE_UNSENT_EVENTS_DUE = sql('outbox/make-unsent-events-due.sql');

/** Vendure's webhook endpoint. `stopped`: it answered 410, and no events are sent until an operator resumes it. */
export interface WebhookEndpoint {
  state: 'active' | 'failing' | 'stopped';
  since: Date;
  /** Failed attempts since the last success, of any events. */
  consecutiveFailures: number;
  lastError: RecordedError | null;
  /** Unacknowledged events without dead letters. */
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

  /** Resumes a stopped endpoint and makes all unsent events due. Does nothing if the endpoint is not stopped. */
  async resume(): Promise<WebhookEndpoint> {
    const [{ resumed }] = await this.dataSource.query<[{ resumed: boolean }]>(RESUME);
    if (resumed) {
      this.logger.info('Webhook endpoint resumed by an operator');
      await this.alerts.settle();
      await this.sendUnsentNow(0);
    }
    return this.read();
  }

  /**
   * Makes events due that were delayed by failures or a stop. Never fails: after an error the remaining events keep their
   * retry schedule.
   *
   * @param spreadSeconds seconds over which the events are spread
   */
  async sendUnsentNow(spreadSeconds: number): Promise<void> {
    try {
      const events = await changeInBatches(this.dataSource, MAKE_UNSENT_EVENTS_DUE, [spreadSeconds]);
      this.logger.info('Unsent events made due', { events });
    } catch (error) {
      this.logger.warn('Unsent events could not be made due', { error: describeError(error) });
    }
  }
}
