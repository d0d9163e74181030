import type { Fault, Length } from '../faults/fault';
import { World } from '../world/world';
import { runFault, type FaultReport } from './run-fault';

/** The seed when none is given. */
export const DEFAULT_SEED = 1;

/**
 * Starts the servers. In short runs a dead engine's leases expire after 8 seconds instead of 20, the shop's submission timeout
 * is 5 seconds instead of 10, and its job queue is polled every half second instead of every two seconds.
 */
export function startWorld(length: Length, log?: (line: string) => void): Promise<World> {
  return World.start(
    length === 'short'
      ? { webhookTimeoutSeconds: 4, shopOptions: { jobPollIntervalMs: 500, engineTimeoutMs: 5_000 }, log }
      : { webhookTimeoutSeconds: 10, log },
  );
}

/** Callbacks for the progress of a suite. */
export interface Progress {
  /** Called before a fault is run. */
  begin(fault: Fault, number: number, total: number): void;
  /** Called after a fault is run. */
  end(report: FaultReport): void;
}

/** Runs faults one after the other against the same servers. */
export async function runFaults(
  world: World,
  faults: readonly Fault[],
  { seed, length, progress }: { seed: number; length: Length; progress: Progress },
): Promise<FaultReport[]> {
  const reports: FaultReport[] = [];
  for (const [i, fault] of faults.entries()) {
    progress.begin(fault, i + 1, faults.length);
    const report = await runFault(world, fault, seed, length);
    reports.push(report);
    progress.end(report);
  }
  return reports;
}
