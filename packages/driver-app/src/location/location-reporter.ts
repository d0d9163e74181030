import { DispatchError, type Point, type SessionLocations } from '@driver-dispatch/contract/messages';
import { greatCircleDistance } from '@driver-dispatch/contract/geography';
import type { Fix, LocationProblem, LocationSource } from './location-source';
import type { ServerClock } from './server-clock';

/** Maximum number of unsent locations; the contract allows 200 in a request. The oldest ones are dropped. */
const MAX_UNSENT = 200;

/** Interval between two requests in ms. */
const SEND_EVERY_MS = 5_000;

/** A location is skipped if it is nearer and later than the last one by less than this. */
const MIN_METRES = 10;
const MIN_MS = 15_000;

export type LocationState = 'off' | 'searching' | 'active' | LocationProblem;

type Locations = SessionLocations['locations'];

interface Parts {
  source: LocationSource;
  clock: ServerClock;
  /** @throws DispatchError */
  send: (locations: SessionLocations) => Promise<unknown>;
  onState: (state: LocationState, point?: Point) => void;
}

/** Reports the locations of a driver on duty, in batches. Reports nothing before `start` and after `stop`. */
export class LocationReporter {
  private unsent: Locations = [];
  private last: Fix | undefined;
  private stopWatching: (() => void) | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private sending = false;

  constructor(private readonly parts: Parts) {}

  start(): void {
    if (this.stopWatching) {
      return;
    }
    const { source, onState } = this.parts;
    onState('searching');
    this.stopWatching = source.watch(
      (fix) => this.add(fix),
      (problem) => onState(problem),
    );
    this.timer = setInterval(() => void this.send(), SEND_EVERY_MS);
  }

  /** Forgets the unsent locations. */
  stop(): void {
    if (!this.stopWatching) {
      return;
    }
    this.stopWatching();
    this.stopWatching = undefined;
    clearInterval(this.timer);
    this.unsent = [];
    this.last = undefined;
    this.parts.onState('off');
  }

  private add(fix: Fix): void {
    this.parts.onState('active', fix.point);
    const isFirst = !this.last;
    if (this.last && isNear(this.last, fix)) {
      return;
    }
    this.last = fix;
    const recordedAt = this.parts.clock.correct(fix.timestamp);
    this.unsent = [...this.unsent, { point: fix.point, recordedAt }].slice(-MAX_UNSENT);
    if (isFirst) {
      void this.send();
    }
  }

  private async send(): Promise<void> {
    const locations = this.unsent;
    if (this.sending || locations.length === 0) {
      return;
    }
    this.sending = true;
    try {
      await this.parts.send({ locations });
      this.forget(locations);
    } catch (error) {
      if (error instanceof DispatchError && !error.retryable) {
        this.forget(locations);
      }
    } finally {
      this.sending = false;
    }
  }

  private forget(sent: Locations): void {
    this.unsent = this.unsent.filter((location) => !sent.includes(location));
  }
}

function isNear(last: Fix, next: Fix): boolean {
  return next.timestamp - last.timestamp < MIN_MS && greatCircleDistance(last.point, next.point) < MIN_METRES;
}
