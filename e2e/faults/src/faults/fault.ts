import type { Point } from '@driver-dispatch/contract';
import type { Minima } from '../checker/comparisons';
import type { SubCheck } from '../checker/violation';
import type { Recorder } from '../history/recorder';
import type { Caller } from '../workload/caller';
import type { Workload, WorkloadOptions } from '../workload/workload';
import type { SeededRandom } from '../workload/seeded-random';
import type { World } from '../world/world';

/** `short` runs with every test run, `full` with the fault suite. */
export type Length = 'short' | 'full';

/** The running system that a fault is injected into, and the tools of the fault's test. */
export interface Scene {
  world: World;
  random: SeededRandom;
  /** Prefix of every id in this run, also of the stationary workload. */
  scope: string;
  /** Prefix of the ids that the fault itself uses, and of the orders and drivers that it affects. */
  prefix: string;
  centre: Point;
  caller: Caller;
  recorder: Recorder;
  length: Length;
  /** Starts orders and drivers. When the fault is over, the workload is stopped and its orders are completed. */
  startWorkload(options?: Partial<WorkloadOptions>): Workload;
  /** Runs `work` while no order is placed or cancelled. Waits for the responses to requests in flight first. */
  withoutOrders<T>(work: () => Promise<T>): Promise<T>;
  /** Injects a fault and records its time. */
  inject<T>(what: string, cause: () => T | Promise<T>): Promise<T>;
  /** Removes all injected faults. Recovery is measured from the last call. */
  heal(): Promise<void>;
  /** Records a violation when `holds` is false. */
  expect(holds: boolean, message: string): void;
  /**
   * Waits until a condition holds. Records a violation when it does not hold in time.
   *
   * @param holds returns true, or false or a text that describes what is missing
   * @returns ms waited
   */
  eventually(
    what: string,
    holds: () => boolean | string | Promise<boolean | string>,
    timeoutMs?: number,
  ): Promise<number>;
}

export interface Fault {
  /** For example F4. */
  id: string;
  title: string;
  /** Checks that can't hold under this fault, and the reason. */
  except?: { check: SubCheck; because: string }[];
  /** Minimum numbers of comparisons that are higher than the default, by check. */
  minima?: Minima;
  /** Heartbeat TTL in seconds during the fault, if it is shorter than the default. */
  heartbeatTtlSeconds?: number;
  /** Load during the fault, if it differs from the run's length. */
  load?: Length;
  /** Whether Vendure's database is restored or reset: deliveries that are missing there are not violations. */
  restoresShop?: boolean;
  /** Whether orders may be without a driver at the end. */
  leavesOrdersOpen?: boolean;
  run(scene: Scene): Promise<void>;
}
