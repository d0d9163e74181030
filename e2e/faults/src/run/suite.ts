import type { Fault, Length } from '../faults/fault';
import { World } from '../world/world';
import { runFault, type FaultReport } from './run-fault';

/** The seed where none is given: a run is the same each time, unless somebody wants another. */
export const USUAL_SEED = 1;

/** A world for runs of a length: in short ones an engine that died is taken over from in less than half the time. */
export function startWorld(length: Length, log?: (line: string) => void): Promise<World> {
  return World.start({ webhookTimeoutSeconds: length === 'short' ? 4 : 10, log });
}

/** Runs faults one after the other, in one world, and tells of each as it ends. */
export async function runFaults(
  world: World,
  faults: readonly Fault[],
  { seed, length, tell }: { seed: number; length: Length; tell: (report: FaultReport) => void },
): Promise<FaultReport[]> {
  const reports: FaultReport[] = [];
  for (const fault of faults) {
    const report = await runFault(world, fault, seed, length);
    reports.push(report);
    tell(report);
  }
  return reports;
}
