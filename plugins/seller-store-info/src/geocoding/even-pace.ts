import { setTimeout as wait } from 'node:timers/promises';

/** A queue that was too long to wait in; try again later. */
export class TooBusyError extends Error {}

/** Lets one through after another with a pause between their starts. */
export class EvenPace {
  private nextStart = 0;

  /**
   * @param intervalMs milliseconds between two starts
   * @param maxWaitMs milliseconds that anyone waits at the most
   */
  constructor(
    private readonly intervalMs: number,
    private readonly maxWaitMs: number,
  ) {}

  /**
   * Resolves when it is one's turn.
   *
   * @throws TooBusyError at once when that would take too long
   */
  async turn(): Promise<void> {
    const now = performance.now();
    const start = Math.max(now, this.nextStart);
    if (start - now > this.maxWaitMs) {
      throw new TooBusyError(`More than ${this.maxWaitMs} ms to wait`);
    }
    this.nextStart = start + this.intervalMs;
    // Timers may fire a little early.
    for (let left = start - now; left > 0; left = start - performance.now()) {
      await wait(Math.ceil(left));
    }
  }
}
