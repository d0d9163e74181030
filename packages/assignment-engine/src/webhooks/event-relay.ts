import { DispatchError, type ErrorCode, type EventSink } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import { toMessage } from './event-message';
import { OutstandingEventsService, type Confirmation, type LeasedEvent } from './outstanding-events.service';
import { retryDelaySeconds } from './retry-delay';
import { WebhookEndpointService } from './webhook-endpoint.service';

const RECORD_FAILURE = sql('record-relay-failure.sql');
const STOP_ENDPOINT = sql('stop-webhook-endpoint.sql');
const WAKE_LATER = sql('wake-relay-later.sql');
const PASS_ON = sql('pass-on-delivery.sql');

/**
 * What Vendure itself says of an event that no further try can change. Anything else, a proxy's 404 or a key that
 * is being rotated among them, may pass.
 */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set(['idempotency_conflict', 'not_found']);

/** What is said of one event, and says nothing against the endpoint. */
const EVENT_CODES: ReadonlySet<ErrorCode> = new Set([...FINAL_CODES, 'invalid_message', 'sequence_gap']);

/** Retries under way at a time in this process: the rest of the room is for what is told for the first time. */
const MAX_RETRIES_UNDER_WAY = 20;

/** How long a retry is put off for which there is no room, in seconds. */
const POSTPONE_SECONDS = 2;

/** Over how many seconds retries are spread when an endpoint works again. */
const SPREAD_SECONDS = 10;

/**
 * Seconds until the next try when it is our clock, or Vendure's, that is wrong: another engine's may be right, and the
 * event has nothing to do with it.
 */
const WRONG_CLOCK_SECONDS = 5;

/**
 * Tells Vendure of a delivery's events, one after the other in their sequence. An event that can't be told now
 * holds back those behind it, of its own delivery only.
 */
@Injectable()
export class EventRelay {
  private retriesUnderWay = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outstanding: OutstandingEventsService,
    private readonly alerts: AlertsService,
    private readonly endpoint: WebhookEndpointService,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Relays what is due of one delivery, and sees to it that what is not due yet is relayed then.
   *
   * @param leased the first outstanding event of the delivery, when the caller has its lease
   */
  async relay(deliveryId: string, leased?: LeasedEvent): Promise<void> {
    let looks = leased === undefined || (await this.relayUnderLease(leased));
    while (looks) {
      const event = await this.outstanding.take(deliveryId);
      if (event?.lease) {
        looks = await this.relayUnderLease(event as LeasedEvent);
        continue;
      }
      // When it is due another relay is at it, who looks once more after giving its lease back, as we do. When it is
      // not, the job that brought us here may have been the one that was to come back later.
      if (event?.nextTryAt && !event.due) {
        await this.dataSource.query(WAKE_LATER, [deliveryId, event.nextTryAt]);
      }
      return;
    }
  }

  /** Leaves a delivery whose lease is the caller's to the job queue. */
  async passOn({ deliveryId, lease }: LeasedEvent): Promise<void> {
    await this.dataSource.query(PASS_ON, [deliveryId, lease]);
  }

  /** @returns whether something of the delivery may be outstanding after the lease has ended */
  private async relayUnderLease(first: LeasedEvent): Promise<boolean> {
    let event: LeasedEvent | undefined = first;
    let recovery: Promise<void> | undefined;
    let othersLeft = true;
    while (event) {
      const retry: boolean = event.attempts > 0;
      if (retry && this.retriesUnderWay >= MAX_RETRIES_UNDER_WAY) {
        // The next look finds it not due.
        await this.outstanding.postpone(event, POSTPONE_SECONDS * (1 + Math.random()));
        await this.outstanding.release(event);
        othersLeft = true;
        break;
      }
      this.retriesUnderWay += Number(retry);
      try {
        const confirmation = await this.tell(event);
        if (confirmation?.recovered) {
          // The next event's lease is running, and others have theirs: they go on meanwhile.
          recovery = this.recover();
        }
        othersLeft = confirmation?.others ?? true;
        event = confirmation?.next;
      } finally {
        this.retriesUnderWay -= Number(retry);
      }
    }
    await recovery;
    return othersLeft;
  }

  /** @returns nothing when the event could not be told; its lease has ended then */
  private async tell(event: LeasedEvent): Promise<Confirmation | undefined> {
    const { submissionKey, deliveryId, type, sequence } = event;
    const facts = { submissionKey, deliveryId, type, sequence };
    try {
      const [result] = await this.sink.deliver([toMessage(event)]);
      if (result?.result === 'error') {
        const { code, message, retryAfterSeconds } = result.error;
        throw new DispatchError(code, message, { retryAfterSeconds });
      }
    } catch (error) {
      await this.recordFailure(event, error, facts);
      await this.outstanding.release(event);
      return undefined;
    }
    const confirmation = await this.outstanding.confirm(event);
    this.logger.info('Vendure confirmed an event', facts);
    return confirmation;
  }

  /** What follows from an endpoint that works again; never fails. */
  private async recover(): Promise<void> {
    await this.endpoint.hastenOutstanding(SPREAD_SECONDS);
    await this.alerts.settle();
  }

  /** @param facts what a log line tells of the event */
  private async recordFailure(event: LeasedEvent, error: unknown, facts: object): Promise<void> {
    const { id, lease } = event;
    const described = describeError(error);
    const { code, retryAfterSeconds } = error instanceof DispatchError ? error : {};
    if (code === 'endpoint_gone') {
      const [, stopped] = await this.dataSource.query<[unknown[], number]>(STOP_ENDPOINT, [
        ...[id, lease, JSON.stringify(described), event.readAt],
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
      ...[id, lease, JSON.stringify(described), delay ?? null],
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
