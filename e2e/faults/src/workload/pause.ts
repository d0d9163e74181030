import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses of many actors. All pauses end early when `end` is called. */
export class Pause {
  private readonly over = new AbortController();

  constructor() {
    setMaxListeners(0, this.over.signal);
  }

  get ended(): boolean {
    return this.over.signal.aborted;
  }

  /** Waits for `ms` milliseconds, or until `end` is called. */
  async for(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.over.signal }).catch(() => undefined);
  }

  /** Ends all present and future pauses. */
  end(): void {
    this.over.abort();
  }
}
