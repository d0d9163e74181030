import type { Point } from '@driver-dispatch/contract/messages';
import type { Database } from '../storage/database';
import type { Fix, LocationProblem, LocationSource } from './location-source';

interface Parts {
  database: Pick<Database, 'get' | 'set'>;
  /** Lets other tabs load the location. */
  announce: () => void;
}

/** A location that the driver sets on a map, in the demo. The device keeps it for other tabs and the next start. */
export class ChosenLocation implements LocationSource {
  private readonly listeners = new Set<() => void>();
  private point: Point | undefined;

  constructor(private readonly parts: Parts) {}

  get current(): Point | undefined {
    return this.point;
  }

  /** Reads the location that an earlier start or another tab has stored. */
  async load(): Promise<void> {
    const before = this.point;
    const stored = await this.parts.database.get('chosenLocation');
    // A click during the reading is newer.
    const isOld = this.point !== before;
    if (stored && !isOld && (stored.lat !== before?.lat || stored.lon !== before.lon)) {
      this.change(stored);
    }
  }

  async set(point: Point): Promise<void> {
    this.change(point);
    await this.parts.database.set('chosenLocation', point);
    this.parts.announce();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  watch(onFix: (fix: Fix) => void, onProblem: (problem: LocationProblem) => void): () => void {
    const listener = () => {
      if (this.point) {
        onFix({ point: this.point, timestamp: Date.now() });
      } else {
        onProblem('not_chosen');
      }
    };
    listener();
    return this.subscribe(listener);
  }

  private change(point: Point): void {
    this.point = point;
    this.listeners.forEach((listener) => listener());
  }
}
