import { measureAssignments, warmUp } from './assignment-rate';
import { fullLoad } from './full-load';
import { quantile } from './quantile';
import type { Scenario } from './scenario';

export const halfLoad: Scenario = {
  id: 'S4',
  title: 'Latency at half of the rate of S1, p99',
  async measure(bench) {
    const { city, connections, seconds } = bench.sizes;
    const full = await fullLoad(bench);
    const perSecond = full.perSecond / 2;
    const fleet = await bench.fleet('uniform', city);
    const rate = await bench.withEngines(fleet, {}, async (engines) => {
      await warmUp(bench, fleet, engines);
      return measureAssignments(bench, fleet, engines, { connections, seconds, perSecond });
    });
    const p99 = quantile(rate.latencies, 0.99);
    return [
      {
        what: `${perSecond.toFixed(0)} orders a second`,
        figure: p99,
        unit: 'ms',
        ratio: p99,
        wanted: { atMost: 25 },
        notes: [
          `p50 ${quantile(rate.latencies, 0.5).toFixed(1)} ms, ${rate.perSecond.toFixed(0)}/s were assigned`,
          `CPUs: ${rate.cpu}`,
        ],
        problems: [...full.problems, ...rate.problems],
      },
    ];
  },
};
