import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eachOnItsOwnMerits } from '../batching/each-on-its-own-merits';
import { NaturalBatches } from '../batching/natural-batches';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import { sql } from '../database/sql';
import type { EventRecord } from './event-message';

const POSTPONE_RETRY = sql('postpone-retry.sql');

/** Longer than a receiver is waited for, shorter than a dead relay may go unnoticed. */
export function leaseSeconds({ relay }: Pick<EngineConfiguration, 'relay'>): number {
  return 2 * relay.timeoutSeconds;
}

/** After so many failures in a row, of whichever events, a success means that the endpoint works again. */
const RECOVERED_FROM_FAILURES = 3;

/**
 * How many deliveries are asked for in one statement, and how long the first waits for others, in ms: events are in
 * less of a hurry than orders, who need the same processors.
 */
const TOGETHER = { atMost: 128, gatherMs: 10 };

/** An event that Vendure has not confirmed, the first of its delivery. */
export type OutstandingEvent = EventRecord & {
  attempts: number;
  due: boolean;
  /** Null for a dead letter, and while the endpoint is stopped. */
  nextTryAt: Date | null;
  /** By the database's clock, as PostgreSQL writes it. */
  readAt: string;
  /**
   * The end of the lease on its delivery, as PostgreSQL writes it: a Date would lose its microseconds, and with them
   * the fence. Null when the event is not due, or another relay is at it.
   */
  lease: string | null;
};

/** An event that is the caller's to tell. */
export type LeasedEvent = OutstandingEvent & { lease: string };

export interface Confirmation {
  /** The event behind the confirmed one, under a lease that goes on; the lease has ended when there is none. */
  next?: LeasedEvent;
  /** Whether the delivery has other events, of which one may have come while this one was being confirmed. */
  others: boolean;
  /** Whether the endpoint works again after failing; said to one of those who confirm together. */
  recovered: boolean;
}

type ConfirmationRow = Omit<OutstandingEvent, 'id'> & {
  confirmedId: string;
  id: string | null;
  others: boolean;
  recovered: boolean;
};

/** What is outstanding, and who is at it; those who ask at the same time are answered by one statement. */
@Injectable()
export class OutstandingEventsService {
  private readonly takes = new NaturalBatches<string, OutstandingEvent | undefined>(
    eachOnItsOwnMerits((deliveries) => this.takeTogether(deliveries)),
    TOGETHER,
  );

  private readonly confirmations = new NaturalBatches<LeasedEvent, Confirmation>(
    eachOnItsOwnMerits((events) => this.confirmTogether(events)),
    TOGETHER,
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly statements: StatementRunner,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** The first outstanding event of a delivery, with a lease when it is to be told now. */
  take(deliveryId: string): Promise<OutstandingEvent | undefined> {
    return this.takes.add(deliveryId);
  }

  /** Notes that Vendure has confirmed an event. */
  confirm(event: LeasedEvent): Promise<Confirmation> {
    return this.confirmations.add(event);
  }

  /** Puts a retry off for so many seconds; it does not count as a try. */
  async postpone({ id, lease }: LeasedEvent, seconds: number): Promise<void> {
    await this.dataSource.query(POSTPONE_RETRY, [id, lease, seconds]);
  }

  /** Ends a lease that is still the caller's. */
  async release({ deliveryId, lease }: LeasedEvent): Promise<void> {
    await this.dataSource.query(
      `UPDATE driver_dispatch.deliveries SET relay_lease_until = NULL
       WHERE id = $1 AND relay_lease_until = $2::timestamptz`,
      [deliveryId, lease],
    );
  }

  private async takeTogether(deliveries: string[]): Promise<(OutstandingEvent | undefined)[]> {
    const rows = await this.statements.run<OutstandingEvent>('take-outstanding-events.sql', [
      [...new Set(deliveries)],
      leaseSeconds(this.configuration),
    ]);
    const byDelivery = new Map(rows.map((row) => [row.deliveryId, row]));
    return deliveries.map((deliveryId) => {
      const event = byDelivery.get(deliveryId);
      // A lease is for one: whoever asks for the same delivery in the same batch sees that another is at it.
      if (event?.lease) {
        byDelivery.set(deliveryId, { ...event, lease: null });
      }
      return event;
    });
  }

  private async confirmTogether(events: LeasedEvent[]): Promise<Confirmation[]> {
    // A paused relay and its heir may both confirm the same event: the heir's lease is the one that counts.
    const leases = new Map<string, string>();
    for (const { id, lease } of events) {
      const other = leases.get(id);
      leases.set(id, other === undefined || lease > other ? lease : other);
    }
    const rows = await this.statements.run<ConfirmationRow>('confirm-events.sql', [
      [...leases.keys()],
      [...leases.values()],
      RECOVERED_FROM_FAILURES,
      leaseSeconds(this.configuration),
    ]);
    const byEvent = new Map(rows.map((row) => [row.confirmedId, row]));
    return events.map(({ id, lease }, i) => {
      const row = byEvent.get(id);
      const goesOn = row?.id && row.lease && leases.get(id) === lease;
      return {
        next: goesOn ? (row as LeasedEvent) : undefined,
        others: row?.others ?? true,
        recovered: i === 0 && (row?.recovered ?? false),
      };
    });
  }
}
