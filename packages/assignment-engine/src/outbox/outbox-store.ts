import type { RecordedError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { StatementRunner } from '../database/statement-runner';
import type { LeasedEvent } from './leased-event';

const RECORD_FAILED_ATTEMPTS = sql('outbox/record-failed-attempts.sql');
const STOP_ENDPOINT = sql('outbox/stop-webhook-endpoint.sql');

/** Consecutive failures, of any events, after which a success counts as a recovery of the endpoint. */
const RECOVERED_FROM_FAILURES = 3;

/** Seconds of a lease: longer than a request takes. Other processes take over the events after it if this one dies. */
export function leaseSeconds({ outbox }: Pick<EngineConfiguration, 'outbox'>): number {
  return 2 * outbox.timeoutSeconds;
}

export interface FailedAttempt {
  event: LeasedEvent;
  /** Null keeps the last error. */
  error: RecordedError | null;
  /** Seconds until the next attempt; undefined makes the event a dead letter. */
  delaySeconds: number | undefined;
}

/** The outbox in PostgreSQL: the event rows with their leases, attempts and results. */
@Injectable()
export class OutboxStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly statements: StatementRunner,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Leases the first unacknowledged event of each delivery, if due. `expired`: the previous lease expired. */
  take(deliveryIds: string[]): Promise<(LeasedEvent & { expired: boolean })[]> {
    return this.statements.run('outbox/take-events.sql', [deliveryIds, leaseSeconds(this.configuration)]);
  }

  /** Records acknowledgements of Vendure. @returns whether the endpoint recovered from failures */
  async acknowledge(events: LeasedEvent[]): Promise<boolean> {
    const [row] = await this.statements.run<{ recovered: boolean }>('outbox/acknowledge-events.sql', [
      events.map(({ id }) => id),
      RECOVERED_FROM_FAILURES,
    ]);
    return row!.recovered;
  }

  /**
   * Records failed attempts and ends the leases of their events.
   *
   * @param counted attempts to count for each event, 0 or 1
   * @param endpointFailures failures to count for the endpoint
   * @returns ids of the events whose leases this process still held
   */
  async recordFailed(
    attempts: FailedAttempt[],
    counted: 0 | 1,
    endpointFailures: number,
  ): Promise<Set<string>> {
    const { alertAfterFailures, alertAfterSeconds } = this.configuration.outbox;
    const rows = await this.dataSource.query<{ id: string }[]>(RECORD_FAILED_ATTEMPTS, [
      ...getLeases(attempts.map(({ event }) => event)),
      attempts.map(({ error }) => error && JSON.stringify(error)),
      attempts.map(({ delaySeconds }) => delaySeconds ?? null),
      counted,
      endpointFailures,
      alertAfterFailures,
      alertAfterSeconds,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Ends leases without counting an attempt. */
  async release(events: LeasedEvent[]): Promise<void> {
    const attempts = events.map((event) => ({ event, error: null, delaySeconds: 0 }));
    await this.recordFailed(attempts, 0, 0);
  }

  /** @returns whether this call stopped the endpoint */
  async stopEndpoint(events: LeasedEvent[], error: RecordedError): Promise<boolean> {
    const [, stopped] = await this.dataSource.query<[unknown[], number]>(STOP_ENDPOINT, [
      ...getLeases(events),
      JSON.stringify(error),
      leaseSeconds(this.configuration),
    ]);
    return stopped > 0;
  }
}

function getLeases(events: LeasedEvent[]) {
  return [events.map(({ id }) => id), events.map(({ lease }) => lease)];
}
