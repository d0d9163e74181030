import { setTimeout as wait } from 'node:timers/promises';

type Action = () => Promise<void>;

interface Entry {
  minute: number;
  rank: number;
  action: Action;
}

/**
 * Runs actions at minutes of simulated time, one after another. Simulated time stops during an action, so that the
 * result does not depend on the engine's response times.
 */
export class Schedule {
  private readonly entries: Entry[] = [];
  private count = 0;
  private current = 0;

  /** @param minutesPerSecond simulated minutes per real second */
  constructor(private readonly minutesPerSecond: number) {}

  /** Simulated minutes since the start of the day. */
  get now(): number {
    return this.current;
  }

  /** Adds an action. Actions of the same minute run in the order in which they were added. */
  at(minute: number, action: Action): void {
    const entry = { minute: Math.max(minute, this.current), rank: this.count++, action };
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.entries[middle]!;
      if (other.minute < entry.minute || (other.minute === entry.minute && other.rank < entry.rank)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    this.entries.splice(low, 0, entry);
  }

  /** Runs all actions. @throws the reason of the signal after an abort */
  async run(signal?: AbortSignal): Promise<void> {
    for (let entry = this.entries.shift(); entry; entry = this.entries.shift()) {
      signal?.throwIfAborted();
      const pause = ((entry.minute - this.current) / this.minutesPerSecond) * 1000;
      if (pause >= 1) {
        await wait(pause, undefined, { signal });
      }
      this.current = entry.minute;
      await entry.action();
    }
  }
}
