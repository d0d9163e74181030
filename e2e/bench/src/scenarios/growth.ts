import type { Bench } from '../world/bench';
import { textbook } from '../yardsticks/yardsticks';
import { measureAssignments, warmUp } from './assignment-rate';
import { fullLoad } from './full-load';
import { quantile } from './quantile';

/** How the assignment path does as the city grows, and as more want something at once. */
export interface Growth {
  byDrivers: { drivers: number; engine: number; y1: number; y2: number }[];
  byConnections: { connections: number; engine: number; p50: number; p99: number }[];
  problems: string[];
}

export async function measureGrowth(bench: Bench): Promise<Growth> {
  const { city, connections, growthDrivers, growthConnections, seconds } = bench.sizes;
  const growth: Growth = { byDrivers: [], byConnections: [], problems: [] };
  for (const drivers of growthDrivers) {
    const y1 = await textbook(bench, 'redis', 'uniform', drivers, connections);
    const y2 = await textbook(bench, 'postgres', 'uniform', drivers, connections);
    const engine = await fullLoad(bench, { drivers });
    growth.byDrivers.push({ drivers, engine: engine.perSecond, y1: y1.perSecond, y2: y2.perSecond });
    growth.problems.push(...engine.problems, ...y1.problems, ...y2.problems);
  }
  const fleet = await bench.fleet('uniform', city);
  await bench.withEngines(fleet, {}, async (engines) => {
    await warmUp(bench, fleet, engines);
    for (const atOnce of growthConnections) {
      const rate = await measureAssignments(bench, fleet, engines, { connections: atOnce, seconds });
      const { latencies, perSecond, problems } = rate;
      const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
      growth.byConnections.push({ connections: atOnce, engine: perSecond, p50, p99 });
      growth.problems.push(...problems);
      bench.log(`  ${atOnce} connections: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} ms`);
    }
  });
  return growth;
}
