import { soakFor } from '../faults/soak';
import type { World } from '../world/world';
import { runFault, type FaultReport } from './run-fault';

/** After so many ms of faults everything must come to rest, and is checked. */
const ROUND_MS = 120_000;

/** Mixes faults at random for so many minutes, in rounds. */
export async function runSoak(
  world: World,
  minutes: number,
  { seed, tell }: { seed: number; tell: (report: FaultReport) => void },
): Promise<FaultReport[]> {
  const until = Date.now() + 60_000 * minutes;
  const reports: FaultReport[] = [];
  for (let round = 0; Date.now() < until; round++) {
    const ms = Math.max(5_000, Math.min(ROUND_MS, until - Date.now()));
    const report = await runFault(world, soakFor(ms), seed + round, 'full');
    reports.push(report);
    tell(report);
  }
  return reports;
}
