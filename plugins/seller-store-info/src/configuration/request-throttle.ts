import { setTimeout as wait } from 'node:timers/promises';

/** Thrown if a request would wait too long. The caller may retry later. */
export class TooBusyError extends Error {}

/** Spaces requests evenly. */
export class RequestThrottle {
  private nextStart = 0;

  /**
   * @param intervalMs milliseconds between two requests
   * @param maxWaitMs maximum wait of a request in milliseconds
   */
  constructor(
    private readonly intervalMs: number,
    private readonly maxWaitMs: number,
  ) {}

  /**
   * Resolves when the request may start.
   *
   * @throws TooBusyError immediately if the wait would exceed `maxWaitMs`
   */
  async acquire(): Promise<void> {
    const now = performance.now();
    const start = Math.max(now, this.nextStart);
    if (start - now > this.maxWaitMs) {
      throw new TooBusyError(`Request rate exceeded: wait longer than ${this.maxWaitMs} ms`);
    }
    this.nextStart = start + this.intervalMs;
    // Timers may fire slightly early.
    for (let left = start - now; left > 0; left = start - performance.now()) {
      await wait(Math.ceil(left));
    }
  }
}
