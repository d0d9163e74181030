import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { StatementRunner } from '../database/statement-runner';
import type { LeasedEvent } from './leased-event';

const RECORD_FAILED_ATTEMPTS = sql('record-failed-attempts.sql');
const STOP_ENDPOINT = sql('stop-webhook-endpoint.sql');

/** After so many failures in a row, of any events, a success means that the endpoint works again. */
const RECOVERED_FROM_FAILURES = 3;

/** Seconds of a lease: longer than a request takes, shorter than the death of a process may go unnoticed. */
export function leaseSeconds({ relay }: Pick<EngineConfiguration, 'relay'>): number {
  return 2 * relay.timeoutSeconds;
}

/** What a failed request means for one of its events. */
export interface FailedAttempt {
  event: LeasedEvent;
  /** Null keeps the last one. */
  error: string | null;
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

  /** Leases the next event of each delivery that has a due one. `expired`: another lease has expired. */
  take(deliveryIds: string[]): Promise<(LeasedEvent & { expired: boolean })[]> {
    return this.statements.run('take-events.sql', [deliveryIds, leaseSeconds(this.configuration)]);
  }

  /** Records that Vendure has acknowledged events. @returns whether the endpoint works again after failures */
  async acknowledge(events: LeasedEvent[]): Promise<boolean> {
    const [row] = await this.statements.run<{ recovered: boolean }>('acknowledge-events.sql', [
      events.map(({ id }) => id),
      RECOVERED_FROM_FAILURES,
    ]);
    return row!.recovered;
  }

  /**
   * Ends the leases of events that were not acknowledged.
   *
   * @param counted attempts that count for each event, 0 or 1
   * @param endpointFailures failures that count against the endpoint
   * @returns ids of the events whose leases were still this process's
   */
  async recordFailed(
    attempts: FailedAttempt[],
    counted: 0 | 1,
    endpointFailures: number,
  ): Promise<Set<string>> {
    const { alertAfterFailures, alertAfterSeconds } = this.configuration.relay;
    const rows = await this.dataSource.query<{ id: string }[]>(RECORD_FAILED_ATTEMPTS, [
      ...leasesOf(attempts.map(({ event }) => event)),
      attempts.map(({ error }) => error),
      attempts.map(({ delaySeconds }) => delaySeconds ?? null),
      counted, endpointFailures, alertAfterFailures, alertAfterSeconds,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Gives leases back without an attempt. */
  async release(events: LeasedEvent[]): Promise<void> {
    const attempts = events.map((event) => ({ event, error: null, delaySeconds: 0 }));
    await this.recordFailed(attempts, 0, 0);
  }

  /** @returns whether the endpoint is stopped by this */
  async stopEndpoint(events: LeasedEvent[], error: string): Promise<boolean> {
    const [, stopped] = await this.dataSource.query<[unknown[], number]>(STOP_ENDPOINT, [
      ...leasesOf(events),
      error, leaseSeconds(this.configuration),
    ]);
    return stopped > 0;
  }
}

function leasesOf(events: LeasedEvent[]) {
  return [events.map(({ id }) => id), events.map(({ lease }) => lease)];
}
