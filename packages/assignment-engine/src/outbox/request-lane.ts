import type { LeasedEvent } from './leased-event';

export interface LaneOptions {
  /** Requests under way at a time. */
  requests: number;
  /** Events of one request. */
  eventsPerRequest: number;
  /**
   * Milliseconds from one request to the next: events that come meanwhile go together. The next request waits for the
   * one before it, unless that is slow. Without it no request waits for another.
   */
  paceMs?: number;
  /** Milliseconds that an event may wait: its request must end before its lease does. */
  staleMs: () => number;
}

/** After so many milliseconds a request is slow: the next one does not wait for it. */
const SLOW_MS = 100;

/** Events that wait for a request, and the requests under way: their number is bounded. */
export class RequestLane {
  private readonly waiting: { event: LeasedEvent; since: number }[] = [];
  private underWay = 0;
  /** Requests under way that are not slow. */
  private quick = 0;
  private mayStartAt = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param send resolves when the request has ended; never rejects
   * @param release takes events that have waited too long
   */
  constructor(
    private readonly options: LaneOptions,
    private readonly send: (events: LeasedEvent[]) => Promise<void>,
    private readonly release: (events: LeasedEvent[]) => void,
  ) {}

  /** Events that wait and requests under way. */
  get load(): number {
    return this.waiting.length + this.underWay;
  }

  /** Whether an event that is added now must wait for others' requests to end. */
  get full(): boolean {
    return this.underWay >= this.options.requests;
  }

  add(event: LeasedEvent): void {
    this.waiting.push({ event, since: performance.now() });
  }

  /** Starts the requests that may start. */
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

  /** Removes the events that wait. */
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
    this.underWay += 1;
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
    this.underWay -= 1;
    this.start();
  }
}
