import { textbook } from '../yardsticks/yardsticks';
import { measureAssignments, warmUp } from './assignment-rate';
import { quantile } from './quantile';
import type { Scenario } from './scenario';

export const oneAtATime: Scenario = {
  id: 'S3',
  title: 'Latency of one order at a time, p50',
  async measure(bench) {
    const { city, seconds } = bench.sizes;
    const y2 = await textbook(bench, 'postgres', 'uniform', city, 1);
    const fleet = await bench.fleet('uniform', city);
    const { latencies, problems } = await bench.withEngines(fleet, {}, async (engines) => {
      await warmUp(bench, fleet, engines);
      return measureAssignments(bench, fleet, engines, { connections: 1, seconds });
    });
    const p50 = quantile(latencies, 0.5);
    return [
      {
        what: `${city} drivers`,
        figure: p50,
        unit: 'ms',
        against: { name: 'Y2', figure: y2.p50 },
        ratio: p50 / y2.p50,
        wanted: { atMost: 1 },
        notes: [],
        problems: [...problems, ...y2.problems],
      },
    ];
  },
};
