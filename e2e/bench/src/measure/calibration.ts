import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, machineSeconds } from './cpu-time';

/** A measurement is discarded when the machine's speed changed by more than this share. */
const MAX_DRIFT = 0.1;

/** Rounds of the fixed loop: about 0.1 s. */
const LOOP_ROUNDS = 60_000_000;

/** A reading is the fastest of this many loops: Node.js optimizes the loop only after the first ones. */
const LOOPS = 3;

/** The machine is idle when its CPU load over {@link IDLE_SAMPLE_MS} is below this share. */
const IDLE_SHARE = 0.1;
const IDLE_SAMPLE_MS = 400;

export interface Calibrated<T> {
  value: T;
  /** Whether the machine's speed changed too much in each try. */
  unreliable: boolean;
}

export interface Reading {
  /** Milliseconds of a monotonic clock. */
  at: number;
  /** Duration of a fixed loop in milliseconds. */
  loopMs: number;
  /** CPU seconds used by other programs and other virtual machines. */
  foreign: number;
}

export interface CalibrationOptions {
  /** Largest number of measurements for one value. */
  tries: number;
  /** Longest wait for an idle machine before each measurement, in seconds. */
  idleTimeoutSeconds: number;
}

/** Source of the machine's state. */
export interface Machine {
  read(): Reading;
  /** Waits until background work such as vacuums has ended, or until the timeout. */
  idle(timeoutSeconds: number): Promise<void>;
}

/** Checks that the machine's speed did not change during a measurement, and how much CPU other programs used. */
export class Calibration {
  private fastestLoopMs = Infinity;

  constructor(
    private readonly options: CalibrationOptions,
    private readonly log: (line: string) => void,
    private readonly machine: Machine = THIS_MACHINE,
  ) {}

  /** Measures on an idle machine. Repeats the measurement while the machine's speed changes. */
  async measure<T>(name: string, measure: () => Promise<T>): Promise<Calibrated<T>> {
    for (let tries = 1; ; tries++) {
      await this.machine.idle(this.options.idleTimeoutSeconds);
      const before = this.machine.read();
      const value = await measure();
      const drift = this.driftBetween(before, this.machine.read());
      if (drift <= MAX_DRIFT || tries === this.options.tries) {
        return { value, unreliable: drift > MAX_DRIFT };
      }
      this.log(`    ${name}: discarded, the machine's speed changed by ${(100 * drift).toFixed(0)} %`);
    }
  }

  /** Returns the slowdown of the loop or the share of CPU that other programs used, whichever is larger. */
  private driftBetween(before: Reading, after: Reading): number {
    this.fastestLoopMs = Math.min(this.fastestLoopMs, before.loopMs, after.loopMs);
    const slowest = Math.max(before.loopMs, after.loopMs);
    const available = ((after.at - before.at) / 1000) * availableParallelism();
    return Math.max(slowest / this.fastestLoopMs - 1, (after.foreign - before.foreign) / available);
  }
}

const THIS_MACHINE: Machine = {
  read() {
    const { busy, stolen } = machineSeconds();
    const foreign = busy + stolen - cpuSeconds([process.pid]);
    return { at: performance.now(), foreign, loopMs: Math.min(...Array.from({ length: LOOPS }, timeLoop)) };
  },

  async idle(timeoutSeconds) {
    const used = () => machineSeconds().busy + machineSeconds().stolen;
    for (const end = Date.now() + timeoutSeconds * 1000; Date.now() < end;) {
      const [before, at] = [used(), performance.now()];
      await sleep(IDLE_SAMPLE_MS);
      const available = ((performance.now() - at) / 1000) * availableParallelism();
      if ((used() - before) / available < IDLE_SHARE) {
        return;
      }
    }
  },
};

function timeLoop(): number {
  const started = performance.now();
  let hash = 0;
  for (let i = 0; i < LOOP_ROUNDS; i++) {
    hash = (hash * 31 + i) | 0;
  }
  const ms = performance.now() - started;
  // Uses the result, so that the loop is not optimized away.
  return hash === 1 ? ms + Number.EPSILON : ms;
}
