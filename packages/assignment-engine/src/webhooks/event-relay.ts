import { DispatchError, type ErrorCode, type EventSink } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import { toMessage, type EventRecord } from './event-message';
import { retryDelaySeconds } from './retry-delay';
import { WebhookEndpointService } from './webhook-endpoint.service';

const TAKE_LEASE = sql('take-relay-lease.sql');
const RENEW_LEASE = sql('renew-relay-lease.sql');
const NEXT_EVENT = sql('next-outstanding-event.sql');
const RECORD_SUCCESS = sql('record-relay-success.sql');
const RECORD_FAILURE = sql('record-relay-failure.sql');
const STOP_ENDPOINT = sql('stop-webhook-endpoint.sql');
const POSTPONE_RETRY = sql('postpone-retry.sql');
const WAKE_LATER = sql('wake-relay-later.sql');

/**
 * What Vendure itself says of an event that no further try can change. Anything else, a proxy's 404 or a key that
 * is being rotated among them, may pass.
 */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set(['idempotency_conflict', 'not_found']);

/** What is said of one event, and says nothing against the endpoint. */
const EVENT_CODES: ReadonlySet<ErrorCode> = new Set([...FINAL_CODES, 'invalid_message', 'sequence_gap']);

/** Longer than a receiver is waited for, shorter than a dead relay may go unnoticed. */
const LEASE_SECONDS = 20;

/** Retries under way at a time in this process: the rest of the room is for what is told for the first time. */
const MAX_RETRIES_UNDER_WAY = 20;

/** How long a retry is put off for which there is no room, in seconds. */
const POSTPONE_SECONDS = 2;

/** After so many failures in a row, of whichever events, a success means that the endpoint works again. */
const RECOVERED_FROM_FAILURES = 3;

/** Over how many seconds retries are spread when an endpoint works again. */
const SPREAD_SECONDS = 10;

/**
 * Seconds until the next try when it is our clock, or Vendure's, that is wrong: another engine's may be right, and the
 * event has nothing to do with it.
 */
const WRONG_CLOCK_SECONDS = 5;

type OutstandingEvent = EventRecord & {
  attempts: number;
  due: boolean;
  /** Null for a dead letter, and while the endpoint is stopped. */
  nextTryAt: Date | null;
  /** By the database's clock, as PostgreSQL writes it. */
  readAt: string;
};

/**
 * Tells Vendure of a delivery's events, one after the other in their sequence. An event that can't be told now
 * holds back those behind it, of its own delivery only.
 */
@Injectable()
export class EventRelay {
  private retriesUnderWay = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertsService,
    private readonly endpoint: WebhookEndpointService,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Relays what is due of one delivery, and sees to it that what is not due yet is relayed then. */
  async relay(deliveryId: string): Promise<void> {
    for (;;) {
      const event = await this.next(deliveryId);
      if (!event?.due) {
        // The job that brought us here may have been the one that was to come back later.
        if (event?.nextTryAt) {
          await this.dataSource.query(WAKE_LATER, [deliveryId, event.nextTryAt]);
        }
        return;
      }
      const retry = event.attempts > 0;
      if (retry && this.retriesUnderWay >= MAX_RETRIES_UNDER_WAY) {
        // The next look finds it not due.
        if (await this.postpone(event)) {
          continue;
        }
        return;
      }
      this.retriesUnderWay += Number(retry);
      try {
        // Another relay that is at it looks once more after giving its lease back, as we do.
        if (!(await this.relayUnderLease(deliveryId))) {
          return;
        }
      } finally {
        this.retriesUnderWay -= Number(retry);
      }
    }
  }

  /** @returns false when another relay is at it */
  private async postpone({ id }: OutstandingEvent): Promise<boolean> {
    const seconds = POSTPONE_SECONDS * (1 + Math.random());
    const [, postponed] = await this.dataSource.query<[unknown[], number]>(POSTPONE_RETRY, [id, seconds]);
    return postponed > 0;
  }

  /** @returns whether the lease was had */
  private async relayUnderLease(deliveryId: string): Promise<boolean> {
    let lease = await this.lease(TAKE_LEASE, [deliveryId, LEASE_SECONDS]);
    if (!lease) {
      return false;
    }
    for (;;) {
      const event = await this.next(deliveryId);
      if (!event?.due || !(await this.tell(deliveryId, event, lease))) {
        break;
      }
      lease = await this.lease(RENEW_LEASE, [deliveryId, lease, LEASE_SECONDS]);
      if (!lease) {
        return false;
      }
    }
    await this.dataSource.query(
      `UPDATE driver_dispatch.deliveries SET relay_lease_until = NULL
       WHERE id = $1 AND relay_lease_until = $2::timestamptz`,
      [deliveryId, lease],
    );
    return true;
  }

  /** The lease's end as PostgreSQL writes it: a Date would lose its microseconds, and with them the fence. */
  private async lease(statement: string, parameters: unknown[]): Promise<string | undefined> {
    const [rows] = await this.dataSource.query<[{ until: string }[], number]>(statement, parameters);
    return rows[0]?.until;
  }

  private async next(deliveryId: string): Promise<OutstandingEvent | undefined> {
    const [event] = await this.dataSource.query<OutstandingEvent[]>(NEXT_EVENT, [deliveryId]);
    return event;
  }

  /** @returns whether Vendure has confirmed the event */
  private async tell(deliveryId: string, event: OutstandingEvent, lease: string): Promise<boolean> {
    const { correlationId, type, sequence } = event;
    try {
      await this.sink.deliver(toMessage(event));
    } catch (error) {
      await this.recordFailure(event, lease, error, { correlationId, deliveryId, type, sequence });
      return false;
    }
    const [{ recovered }] = await this.dataSource.query<[{ recovered: boolean }]>(RECORD_SUCCESS, [
      event.id,
      RECOVERED_FROM_FAILURES,
    ]);
    this.logger.info('Vendure confirmed an event', { correlationId, deliveryId, type, sequence });
    if (recovered) {
      await this.endpoint.hastenOutstanding(SPREAD_SECONDS);
      await this.alerts.settle();
    }
    return true;
  }

  /** @param facts what a log line tells of the event */
  private async recordFailure(event: OutstandingEvent, lease: string, error: unknown, facts: object) {
    const described = describeError(error);
    const { code, retryAfterSeconds } = error instanceof DispatchError ? error : {};
    if (code === 'endpoint_gone') {
      const [, stopped] = await this.dataSource.query<[unknown[], number]>(STOP_ENDPOINT, [
        ...[event.id, lease, JSON.stringify(described), event.readAt],
      ]);
      if (stopped > 0) {
        this.logger.warn('Vendure takes no more events', { ...facts, error: described });
      } else {
        this.logger.info('An answer that the endpoint is gone came late and stops nothing', facts);
      }
      await this.alerts.settle();
      return;
    }
    const { retryDelaysSeconds, alertAfterFailures, alertAfterSeconds } = this.configuration.relay;
    const delay =
      code && FINAL_CODES.has(code)
        ? undefined
        : code === 'timestamp_out_of_tolerance'
          ? retryDelaySeconds([WRONG_CLOCK_SECONDS], 0)
          : retryDelaySeconds(retryDelaysSeconds, event.attempts, retryAfterSeconds);
    const blamesEndpoint = !(code && EVENT_CODES.has(code));
    const kept = await this.dataSource.query<unknown[]>(RECORD_FAILURE, [
      ...[event.id, lease, JSON.stringify(described), delay ?? null],
      ...[blamesEndpoint, alertAfterFailures, alertAfterSeconds],
    ]);
    if (kept.length === 0) {
      this.logger.warn('An event could not be told, and is in the hands of another relay by now', facts);
    } else if (delay === undefined) {
      this.logger.error('Vendure can not be told of an event: dead letter', { ...facts, error: described });
    } else {
      this.logger.warn('Vendure could not be told of an event yet', {
        ...facts,
        error: described,
        retryInSeconds: delay,
      });
    }
    await this.alerts.settle();
  }
}
