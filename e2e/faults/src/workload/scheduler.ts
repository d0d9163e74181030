import type { Caller } from './caller';
import { CancellableSleep } from './cancellable-sleep';

/** Interval of the shop's sweep in ms; a minute in production. */
const SWEEP_EVERY_MS = 2_000;

/** Runs the shop's sweep periodically until `stop` is called. */
export class Scheduler {
  private readonly betweenSweeps = new CancellableSleep();
  private readonly running: Promise<void>;

  constructor(caller: Caller) {
    this.running = this.sweep(caller);
  }

  async stop(): Promise<void> {
    this.betweenSweeps.cancel();
    await this.running;
  }

  private async sweep(caller: Caller): Promise<void> {
    while (!this.betweenSweeps.cancelled) {
      await this.betweenSweeps.sleep(SWEEP_EVERY_MS);
      await caller.sweep().catch(() => undefined);
    }
  }
}
