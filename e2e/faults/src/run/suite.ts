import type { Fault, Length } from '../faults/fault';
import { World } from '../world/world';
import { runFault, type FaultReport } from './run-fault';

/** The seed where none is given: a run is the same each time, unless somebody wants another. */
export const USUAL_SEED = 1;

/**
 * A world for runs of a length: in short ones the leases of an engine that died end after 8 seconds instead of 20, and the
 * shop gives up a submission after 5 seconds instead of 10 and looks for failed ones every half second instead of every two.
 */
export function startWorld(length: Length, log?: (line: string) => void): Promise<World> {
  return World.start(
    length === 'short'
      ? { webhookTimeoutSeconds: 4, shopOptions: { jobPollIntervalMs: 500, engineTimeoutMs: 5_000 }, log }
      : { webhookTimeoutSeconds: 10, log },
  );
}

/** Reports on a suite while it runs. */
export interface Progress {
  /** A fault begins. */
  begin(fault: Fault, number: number, of: number): void;
  /** A fault has ended. */
  end(report: FaultReport): void;
}

/** Runs faults one after the other, in one world. */
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
