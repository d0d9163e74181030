import { setTimeout as wait } from 'node:timers/promises';

type Action = () => Promise<void>;

interface Entry {
  minute: number;
  rank: number;
  action: Action;
}

/**
 * What happens when, in minutes of simulated time. One thing happens at a time, and time stands still while
 * it happens: however long the engine takes to answer, the simulated day is the same.
 */
export class Agenda {
  private readonly entries: Entry[] = [];
  private count = 0;
  private current = 0;

  /** @param minutesPerSecond simulated minutes in a real second between two entries */
  constructor(private readonly minutesPerSecond: number) {}

  /** Simulated minutes since the day began. */
  get now(): number {
    return this.current;
  }

  /** Plans an action; of those of one minute, the one planned first comes first. */
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

  /** Goes through the agenda until nothing is left of it, or the signal is aborted. */
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
