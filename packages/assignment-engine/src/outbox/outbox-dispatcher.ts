import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENTS_PER_BATCH, type EventSink } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import { AttemptRecorder } from './attempt-recorder';
import type { LeasedEvent } from './leased-event';
import { OutboxListener } from './outbox-listener';
import { leaseSeconds, OutboxStore } from './outbox-store';
import { RequestLane } from './request-lane';
import { sendEvents } from './webhook-request';

/** Requests at a time: with batches, with one event whose batch failed, and with one event that failed by itself. */
const BATCH_REQUESTS = 32;
const SINGLE_REQUESTS = 100;
const RETRY_REQUESTS = 20;

/** Requests of one process at a time. */
export const MAX_REQUESTS = BATCH_REQUESTS + SINGLE_REQUESTS + RETRY_REQUESTS;

/** Milliseconds from one batch to the next: a single event is sent at once, many go together. */
const PACE_MS = 10;

/** Events that wait for their request; with so many, no more are taken. */
const WAITING_AT_MOST = 1_024;

/** Milliseconds between polls: a retry is this much late at most, as is an event whose notification was lost. */
const POLL_EVERY_MS = 1_000;

/** Milliseconds between looks at the alerts. */
const SETTLE_EVERY_MS = 5_000;

/** Milliseconds that the shutdown waits for requests: longer than one may take. */
const SHUTDOWN_MS = 12_000;

/**
 * Sends the events of the outbox: those that this process has just committed, those that PostgreSQL announces, and due
 * ones that a poll finds. Of each delivery one event is under way at a time, in sequence.
 */
@Injectable()
export class OutboxDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly batches = this.lane(BATCH_REQUESTS, MAX_EVENTS_PER_BATCH, PACE_MS);
  private readonly singles = this.lane(SINGLE_REQUESTS, 1);
  private readonly retries = this.lane(RETRY_REQUESTS, 1);
  /** Deliveries to take an event of. */
  private wanted = new Set<string>();
  private wantedRetries = new Set<string>();
  /** Deliveries whose event is being taken or sent; true when they may have another. */
  private readonly underWay = new Map<string, boolean>();
  private readonly requests = new Set<Promise<void>>();
  private taking = Promise.resolve();
  private isTaking = false;
  private polling: Promise<void> | undefined;
  /** Due events are left that the last poll did not examine, or had no room for. */
  private backlog = false;
  private timers: NodeJS.Timeout[] = [];
  private stopping = false;

  constructor(
    private readonly store: OutboxStore,
    private readonly recorder: AttemptRecorder,
    private readonly listener: OutboxListener,
    private readonly alerts: AlertsService,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.configuration.relay.enabled) {
      return;
    }
    this.listener.onEvent = (deliveryId) => this.announce(deliveryId);
    this.listener.onMany = () => this.poll();
    this.timers = [
      setInterval(() => this.poll(), POLL_EVERY_MS).unref(),
      setInterval(() => void this.alerts.settle(), SETTLE_EVERY_MS).unref(),
    ];
    this.poll();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.all([this.taking, this.polling]);
    await this.listener.close();
    this.release(this.lanes.flatMap((lane) => lane.drain()));
    const overdue = new AbortController();
    await Promise.race([
      this.requestsEnded(),
      sleep(SHUTDOWN_MS, undefined, { signal: overdue.signal }).catch(() => undefined),
    ]);
    overdue.abort();
  }

  /** Seconds of the lease for so many events that are about to be written; null when this process can't send them. */
  leaseFor(events: number): number | null {
    const room =
      this.configuration.relay.enabled &&
      !this.stopping &&
      !this.batches.full &&
      this.batches.load + events <= WAITING_AT_MOST;
    return room ? leaseSeconds(this.configuration) : null;
  }

  /** Sends events that were committed under a lease of this process, each the first of its delivery. */
  send(events: readonly LeasedEvent[]): void {
    if (this.stopping) {
      this.release([...events]);
      return;
    }
    for (const event of events) {
      this.underWay.set(event.deliveryId, event.more || (this.underWay.get(event.deliveryId) ?? false));
      this.laneOf(event).add(event);
    }
    this.lanes.forEach((lane) => lane.start());
  }

  /** Looks for due events now. */
  poll(): void {
    if (this.stopping) {
      return;
    }
    this.polling ??= this.findDue()
      .catch((error: unknown) => {
        this.logger.warn('Outbox poll failed', { error: describeError(error) });
      })
      .finally(() => (this.polling = undefined));
  }

  private get lanes(): RequestLane[] {
    return [this.batches, this.singles, this.retries];
  }

  private lane(requests: number, eventsPerRequest: number, paceMs?: number): RequestLane {
    return new RequestLane(
      // A request that starts later could outlast the lease.
      { requests, eventsPerRequest, paceMs, staleMs: () => 250 * leaseSeconds(this.configuration) },
      (events) => this.request(events),
      (events) => this.release(events),
    );
  }

  private laneOf({ retry, attempts }: LeasedEvent): RequestLane {
    return retry ? (attempts > 0 ? this.retries : this.singles) : this.batches;
  }

  private announce(deliveryId: string): void {
    if (this.underWay.has(deliveryId)) {
      this.underWay.set(deliveryId, true);
    } else {
      this.wanted.add(deliveryId);
      this.takeWanted();
    }
  }

  private async findDue(): Promise<void> {
    const { unsent, retries, complete } = await this.listener.poll();
    unsent.forEach((deliveryId) => this.announce(deliveryId));
    this.wantedRetries = new Set(retries.filter((deliveryId) => !this.underWay.has(deliveryId)));
    this.backlog = !complete && unsent.length + retries.length > 0;
    this.takeWanted();
  }

  private takeWanted(): void {
    if (!this.isTaking) {
      this.isTaking = true;
      this.taking = this.take();
    }
  }

  private async take(): Promise<void> {
    // Deliveries that are announced together are taken together.
    await nextTurn();
    for (let ids = this.nextWanted(); ids.length > 0; ids = this.nextWanted()) {
      ids.forEach((deliveryId) => this.underWay.set(deliveryId, false));
      const events = await this.store.take(ids).catch((error: unknown) => {
        // The next poll finds them.
        this.logger.warn('Events could not be leased', { error: describeError(error) });
        return [];
      });
      const expired = events.filter((event) => event.expired);
      if (expired.length > 0) {
        this.logger.warn('Leases expired, their events are sent again', { events: expired.length });
      }
      const taken = new Set(events.map(({ deliveryId }) => deliveryId));
      this.send(events);
      ids.filter((deliveryId) => !taken.has(deliveryId)).forEach((deliveryId) => this.ended(deliveryId));
    }
    this.isTaking = false;
    if (this.backlog && this.wanted.size === 0 && this.wantedRetries.size === 0) {
      this.backlog = false;
      this.poll();
    }
  }

  /** The deliveries to take an event of now, as many as there is room for. */
  private nextWanted(): string[] {
    if (this.stopping) {
      return [];
    }
    const room = Math.min(MAX_EVENTS_PER_BATCH, WAITING_AT_MOST - this.batches.load - this.singles.load);
    const ids = [
      ...firstOf(this.wanted, room),
      ...firstOf(this.wantedRetries, RETRY_REQUESTS - this.retries.load),
    ];
    return ids.filter((deliveryId) => {
      const free = !this.underWay.has(deliveryId);
      if (!free) {
        this.underWay.set(deliveryId, true);
      }
      return free;
    });
  }

  private ended(deliveryId: string): void {
    if (this.underWay.get(deliveryId)) {
      this.wanted.add(deliveryId);
    }
    this.underWay.delete(deliveryId);
  }

  /** Resolves when the request has ended; its results are recorded after that. */
  private async request(events: LeasedEvent[]): Promise<void> {
    const outcome = sendEvents(this.sink, events);
    const recorded: Promise<void> = outcome
      .then((result) => this.recorder.record(result))
      .then((again) => again.forEach(({ deliveryId }) => this.underWay.set(deliveryId, true)))
      .catch((error: unknown) => {
        // The leases expire, and a poll finds the events.
        this.logger.warn('Results of a request could not be recorded', { error: describeError(error) });
      })
      .finally(() => {
        this.requests.delete(recorded);
        events.forEach(({ deliveryId }) => this.ended(deliveryId));
        this.takeWanted();
      });
    this.requests.add(recorded);
    await outcome;
  }

  private async requestsEnded(): Promise<void> {
    while (this.requests.size > 0) {
      await Promise.all(this.requests);
    }
  }

  private release(events: LeasedEvent[]): void {
    if (events.length === 0) {
      return;
    }
    const released: Promise<void> = this.store
      .release(events)
      .catch(() => undefined)
      .finally(() => {
        this.requests.delete(released);
        events.forEach(({ deliveryId }) => this.ended(deliveryId));
      });
    this.requests.add(released);
  }
}

/** Removes the first elements of a set. */
function firstOf(ids: Set<string>, count: number): string[] {
  const first: string[] = [];
  for (const id of ids) {
    if (first.length >= count) {
      break;
    }
    ids.delete(id);
    first.push(id);
  }
  return first;
}
