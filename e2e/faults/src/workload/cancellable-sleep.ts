import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** Sleeps of many concurrent loops that one call of `cancel` ends. */
export class CancellableSleep {
  private readonly controller = new AbortController();

  constructor() {
    setMaxListeners(0, this.controller.signal);
  }

  get cancelled(): boolean {
    return this.controller.signal.aborted;
  }

  /** Waits for `ms` milliseconds, or until `cancel` is called. Does not reject. */
  async sleep(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.controller.signal }).catch(() => undefined);
  }

  /** Ends all present and future sleeps. */
  cancel(): void {
    this.controller.abort();
  }
}
