import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENTS_PER_BATCH, type EventSink } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AlertsService } from './alerts.service';
import { AttemptRecorder } from './attempt-recorder';
import type { LeasedEvent } from './leased-event';
import { OutboxListener } from './outbox-listener';
import { leaseSeconds, OutboxStore } from './outbox-store';
import { RequestLane } from './request-lane';
import { sendEvents } from './webhook-request';

/** Concurrent requests: with batches, with single events after a failed batch, and with retries of single events. */
const BATCH_REQUESTS = 32;
const SINGLE_REQUESTS = 100;
const RETRY_REQUESTS = 20;

/** Concurrent requests of one process. */
export const MAX_REQUESTS = BATCH_REQUESTS + SINGLE_REQUESTS + RETRY_REQUESTS;

/** Milliseconds between two batches: a single event is sent at once, many events share a request. */
const PACE_MS = 10;

/** Maximum of events waiting for a request. At the maximum no more events are leased. */
const MAX_WAITING = 1_024;

/** Milliseconds between polls: the maximum delay of a retry, and of an event whose notification was lost. */
const POLL_EVERY_MS = 1_000;

/** Milliseconds between updates of alerts. */
const SETTLE_EVERY_MS = 5_000;

/** Milliseconds that the shutdown waits for requests: longer than the timeout of a request. */
const SHUTDOWN_MS = 12_000;

/**
 * Sends the events of the outbox: events that this process has just committed, events that PostgreSQL notifies of, and due
 * events that a poll finds. Sends one event of each delivery at a time, in sequence.
 */
@Injectable()
export class OutboxDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly batches = this.lane(BATCH_REQUESTS, MAX_EVENTS_PER_BATCH, PACE_MS);
  private readonly singles = this.lane(SINGLE_REQUESTS, 1);
  private readonly retries = this.lane(RETRY_REQUESTS, 1);
  /** Deliveries whose next event is to be leased. */
  private pending = new Set<string>();
  private pendingRetries = new Set<string>();
  /** Deliveries whose event is being leased or sent; true if they may have another one. */
  private readonly inProgress = new Map<string, boolean>();
  private readonly requests = new Set<Promise<void>>();
  private taking = Promise.resolve();
  private isTaking = false;
  private polling: Promise<void> | undefined;
  /** The last poll left due events, not examined or above the limit. */
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
    if (!this.configuration.outbox.enabled) {
      return;
    }
    this.listener.onEvent = (deliveryId) => this.addPending(deliveryId);
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

  /** Seconds of the lease for events that are about to be written; null if this process can't send that many now. */
  leaseFor(events: number): number | null {
    const canSend =
      this.configuration.outbox.enabled &&
      !this.stopping &&
      !this.batches.full &&
      this.batches.load + events <= MAX_WAITING;
    return canSend ? leaseSeconds(this.configuration) : null;
  }

  /** Sends events that this process has leased, each the first unacknowledged one of its delivery. */
  send(events: readonly LeasedEvent[]): void {
    if (this.stopping) {
      this.release([...events]);
      return;
    }
    for (const event of events) {
      this.inProgress.set(event.deliveryId, event.more || (this.inProgress.get(event.deliveryId) ?? false));
      this.laneOf(event).add(event);
    }
    this.lanes.forEach((lane) => lane.start());
  }

  /** Starts a search for due events, unless one is running. */
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
      // A request that starts later could end after the lease.
      { requests, eventsPerRequest, paceMs, staleMs: () => 250 * leaseSeconds(this.configuration) },
      (events) => this.request(events),
      (events) => this.release(events),
    );
  }

  private laneOf({ retry, attempts }: LeasedEvent): RequestLane {
    return retry ? (attempts > 0 ? this.retries : this.singles) : this.batches;
  }

  private addPending(deliveryId: string): void {
    if (this.inProgress.has(deliveryId)) {
      this.inProgress.set(deliveryId, true);
    } else {
      this.pending.add(deliveryId);
      this.takePending();
    }
  }

  private async findDue(): Promise<void> {
    const { unsent, retries, complete } = await this.listener.poll();
    unsent.forEach((deliveryId) => this.addPending(deliveryId));
    this.pendingRetries = new Set(retries.filter((deliveryId) => !this.inProgress.has(deliveryId)));
    this.backlog = !complete && unsent.length + retries.length > 0;
    this.takePending();
  }

  private takePending(): void {
    if (!this.isTaking) {
      this.isTaking = true;
      this.taking = this.take();
    }
  }

  private async take(): Promise<void> {
    // Batches the deliveries that are added in the same turn of the event loop.
    await nextTurn();
    for (let ids = this.nextPending(); ids.length > 0; ids = this.nextPending()) {
      ids.forEach((deliveryId) => this.inProgress.set(deliveryId, false));
      const events = await this.store.take(ids).catch((error: unknown) => {
        // The next poll finds the events.
        this.logger.warn('Event lease failed', { error: describeError(error) });
        return [];
      });
      const expired = events.filter((event) => event.expired);
      if (expired.length > 0) {
        this.logger.warn('Event leases expired, sending events again', { events: expired.length });
      }
      const taken = new Set(events.map(({ deliveryId }) => deliveryId));
      this.send(events);
      ids.filter((deliveryId) => !taken.has(deliveryId)).forEach((deliveryId) => this.ended(deliveryId));
    }
    this.isTaking = false;
    if (this.backlog && this.pending.size === 0 && this.pendingRetries.size === 0) {
      this.backlog = false;
      this.poll();
    }
  }

  /** The pending deliveries to lease an event of now, within the limits. */
  private nextPending(): string[] {
    if (this.stopping) {
      return [];
    }
    const limit = Math.min(MAX_EVENTS_PER_BATCH, MAX_WAITING - this.batches.load - this.singles.load);
    const ids = [
      ...takeFirst(this.pending, limit),
      ...takeFirst(this.pendingRetries, RETRY_REQUESTS - this.retries.load),
    ];
    return ids.filter((deliveryId) => {
      const idle = !this.inProgress.has(deliveryId);
      if (!idle) {
        this.inProgress.set(deliveryId, true);
      }
      return idle;
    });
  }

  private ended(deliveryId: string): void {
    if (this.inProgress.get(deliveryId)) {
      this.pending.add(deliveryId);
    }
    this.inProgress.delete(deliveryId);
  }

  /** Resolves when the request has ended; its outcome is recorded afterwards. */
  private async request(events: LeasedEvent[]): Promise<void> {
    const outcome = sendEvents(this.sink, events);
    const recorded: Promise<void> = outcome
      .then((result) => this.recorder.record(result))
      .then((retried) => retried.forEach(({ deliveryId }) => this.inProgress.set(deliveryId, true)))
      .catch((error: unknown) => {
        // A poll finds the events once their leases have expired.
        this.logger.warn('Webhook outcome could not be recorded', { error: describeError(error) });
      })
      .finally(() => {
        this.requests.delete(recorded);
        events.forEach(({ deliveryId }) => this.ended(deliveryId));
        this.takePending();
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

/** Removes and returns the first elements of a set. */
function takeFirst(ids: Set<string>, count: number): string[] {
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
