import type { Caller } from './caller';
import { Pause } from './pause';

/** How often the shop's scheduler comes by, in ms: each minute in a real shop. */
const SWEEP_EVERY_MS = 2_000;

/** Runs the shop's scheduled sweep until it is stopped. */
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
