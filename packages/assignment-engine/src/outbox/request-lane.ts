import type { LeasedEvent } from './leased-event';

export interface LaneOptions {
  /** Maximum of concurrent requests. */
  requests: number;
  /** Maximum of events per request. */
  eventsPerRequest: number;
  /**
   * Minimum milliseconds between two requests; events that arrive meanwhile share a request. The next request also waits
   * for the previous one, unless that is slow. Without a pace no request waits for another.
   */
  paceMs?: number;
  /** Maximum milliseconds that an event waits, so that its request ends before its lease. */
  staleMs: () => number;
}

/** Milliseconds after which a request is slow: the next request does not wait for it. */
const SLOW_MS = 100;

/** A queue of events with a limited number of concurrent requests. */
export class RequestLane {
  private readonly waiting: { event: LeasedEvent; since: number }[] = [];
  private running = 0;
  /** Running requests that are not slow. */
  private quick = 0;
  private mayStartAt = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param send resolves when the request has ended; never rejects
   * @param release receives events that have waited too long
   */
  constructor(
    private readonly options: LaneOptions,
    private readonly send: (events: LeasedEvent[]) => Promise<void>,
    private readonly release: (events: LeasedEvent[]) => void,
  ) {}

  /** Number of waiting events and running requests. */
  get load(): number {
    return this.waiting.length + this.running;
  }

  /** Whether a new event must wait for the end of a request. */
  get full(): boolean {
    return this.running >= this.options.requests;
  }

  add(event: LeasedEvent): void {
    this.waiting.push({ event, since: performance.now() });
  }

  /** Starts as many requests as allowed. */
  start(): void {
    while (this.waiting.length > 0 && !this.full && this.mayStart()) {
      const taken = this.waiting.splice(0, this.options.eventsPerRequest);
      const stale = performance.now() - this.options.staleMs();
      const events = taken.filter(({ since }) => since >= stale).map(({ event }) => event);
      if (events.length < taken.length) {
        this.release(taken.filter(({ since }) => since < stale).map(({ event }) => event));
      }
      if (events.length > 0) {
        void this.request(events);
      }
    }
  }

  /** Removes and returns the waiting events. */
  drain(): LeasedEvent[] {
    clearTimeout(this.timer);
    return this.waiting.splice(0).map(({ event }) => event);
  }

  private mayStart(): boolean {
    const waitMs = this.mayStartAt - performance.now();
    if (this.options.paceMs === undefined || (this.quick === 0 && waitMs <= 0)) {
      return true;
    }
    if (this.quick === 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.start();
      }, waitMs);
    }
    return false;
  }

  private async request(events: LeasedEvent[]): Promise<void> {
    this.running += 1;
    this.quick += 1;
    this.mayStartAt = performance.now() + (this.options.paceMs ?? 0);
    let slow = false;
    const timer = setTimeout(() => {
      slow = true;
      this.quick -= 1;
      this.start();
    }, SLOW_MS);
    await this.send(events);
    clearTimeout(timer);
    this.quick -= Number(!slow);
    this.running -= 1;
    this.start();
  }
}
