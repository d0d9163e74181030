import type { Point } from '@driver-dispatch/contract';
import type { Minima } from '../checker/comparisons';
import type { SubCheck } from '../checker/violation';
import type { Recorder } from '../history/recorder';
import type { Caller } from '../workload/caller';
import type { Rush, RushOptions } from '../workload/rush';
import type { SeededRandom } from '../workload/seeded-random';
import type { World } from '../world/world';

/** `short` is what every test run can afford, `full` what the fault suite takes its time for. */
export type Length = 'short' | 'full';

/** Where a fault strikes, and what it needs to see whether the system bears it. */
export interface Scene {
  world: World;
  random: SeededRandom;
  /** Put before every id of this run. */
  scope: string;
  /** Put before every id of the fault itself, and of the orders and drivers it strikes. */
  prefix: string;
  centre: Point;
  caller: Caller;
  recorder: Recorder;
  length: Length;
  /** Starts dinner time; it is stopped, and its orders are waited for, when the fault is over. */
  rush(options?: Partial<RushOptions>): Rush;
  /** Works while no order is placed or cancelled; those under way are answered first. */
  quiet<T>(work: () => Promise<T>): Promise<T>;
  /** Does harm, and notes when. */
  inject<T>(what: string, harm: () => T | Promise<T>): Promise<T>;
  /** Ends the harm: recovery is measured from the last call on. */
  heal(): Promise<void>;
  /** Notes what does not hold as a violation. */
  expect(holds: boolean, message: string): void;
  /**
   * Waits until something holds; a violation when it does not in time.
   *
   * @param holds text says what is still in the way
   * @returns ms waited
   */
  eventually(
    what: string,
    holds: () => boolean | string | Promise<boolean | string>,
    timeoutMs?: number,
  ): Promise<number>;
}

export interface Fault {
  /** As in F4. */
  id: string;
  title: string;
  /** Parts of the checker that can't hold under this fault, and why. */
  except?: { check: SubCheck; because: string }[];
  /** Checks that must compare more often than usual, or more often than not at all. */
  minima?: Minima;
  /** The shortest that a heartbeat is valid for during the fault, in seconds, where it is shorter than usual. */
  heartbeatTtlSeconds?: number;
  /** Length whose load flows during the fault, where it is not that of the run. */
  load?: Length;
  /** Whether Vendure's database is restored or reset: deliveries that it does not know any more are not violations. */
  restoresShop?: boolean;
  /** Whether orders may still wait for a driver when all is over. */
  leavesOrdersOpen?: boolean;
  run(scene: Scene): Promise<void>;
}
