import type { Caller } from './caller';
import { Pause } from './pause';

/** Interval of the shop's sweep in ms; a minute in production. */
const SWEEP_EVERY_MS = 2_000;

/** Runs the shop's sweep periodically until `stop` is called. */
export class Scheduler {
  private readonly pause = new Pause();
  private readonly running: Promise<void>;

  constructor(caller: Caller) {
    this.running = this.sweep(caller);
  }

  async stop(): Promise<void> {
    this.pause.end();
    await this.running;
  }

  private async sweep(caller: Caller): Promise<void> {
    while (!this.pause.ended) {
      await this.pause.for(SWEEP_EVERY_MS);
      await caller.sweep().catch(() => undefined);
    }
  }
}
