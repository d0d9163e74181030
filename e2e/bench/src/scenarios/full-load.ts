import type { Layout } from '../city/city';
import type { Bench } from '../world/bench';
import { measureAssignments, warmUp, type AssignmentRate } from './assignment-rate';

/** Assignments a second of one engine that never has nothing to do; measured once in a run for each city. */
export function fullLoad(
  bench: Bench,
  { layout = 'uniform', drivers = bench.sizes.city }: { layout?: Layout; drivers?: number } = {},
): Promise<AssignmentRate> {
  return bench.once(`full load ${layout} ${drivers}`, async () => {
    const { connections, seconds } = bench.sizes;
    const fleet = await bench.fleet(layout, drivers);
    return bench.withEngines(fleet, {}, async (engines) => {
      await warmUp(bench, fleet, engines);
      const rate = await measureAssignments(bench, fleet, engines, { connections, seconds });
      bench.log(`  engine, ${layout} ${drivers}: ${rate.perSecond.toFixed(0)}/s (CPUs: ${rate.cpu})`);
      return rate;
    });
  });
}
