import { soakFor } from '../faults/soak';
import type { World } from '../world/world';
import { runFault, type FaultReport } from './run-fault';

/** Duration of the faults in a round, in ms. After each round all work is completed and checked. */
const ROUND_MS = 120_000;

/** Injects random faults in rounds for that many minutes. */
export async function runSoak(
  world: World,
  minutes: number,
  { seed, onReport }: { seed: number; onReport: (report: FaultReport) => void },
): Promise<FaultReport[]> {
  const deadline = Date.now() + 60_000 * minutes;
  const reports: FaultReport[] = [];
  for (let round = 0; Date.now() < deadline; round++) {
    const ms = Math.max(5_000, Math.min(ROUND_MS, deadline - Date.now()));
    const report = await runFault(world, soakFor(ms), seed + round, 'full');
    reports.push(report);
    onReport(report);
  }
  return reports;
}
