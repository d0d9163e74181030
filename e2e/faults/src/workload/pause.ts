import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses of many actors, which all end early when their work ends. */
export class Pause {
  private readonly over = new AbortController();

  constructor() {
    setMaxListeners(0, this.over.signal);
  }

  get ended(): boolean {
    return this.over.signal.aborted;
  }

  /** Waits for so many ms, or until the work ends. */
  async for(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.over.signal }).catch(() => undefined);
  }

  /** Ends the pauses, now and later ones. */
  end(): void {
    this.over.abort();
  }
}
