import { residentMegabytes } from '../world/cpu-time';
import { measureAssignments, warmUp } from './assignment-rate';
import type { Finding, Scenario } from './scenario';

/** How often memory is read while it is watched. */
const LOOKS = 120;

/** Growth a minute that counts as flat, in MB: less than the collector's own ups and downs. */
const FLAT_MB_PER_MINUTE = 2;

interface Sample {
  seconds: number;
  megabytes: number;
}

export const memory: Scenario = {
  id: 'S10',
  title: "The engine's memory at full load",
  async measure(bench) {
    const { city, connections, memorySeconds } = bench.sizes;
    const fleet = await bench.fleet('uniform', city);
    const samples: Sample[] = [];
    const problems = await bench.withEngines(fleet, {}, async (engines) => {
      await warmUp(bench, fleet, engines);
      const started = Date.now();
      const timer = setInterval(
        () => {
          const seconds = (Date.now() - started) / 1000;
          samples.push({ seconds, megabytes: residentMegabytes(engines[0]!.pid) });
        },
        (memorySeconds * 1000) / LOOKS,
      );
      try {
        const rate = await measureAssignments(bench, fleet, engines, { connections, seconds: memorySeconds });
        return rate.problems;
      } finally {
        clearInterval(timer);
      }
    });
    const late = samples.slice(Math.floor(samples.length / 2));
    const end = late.slice(-10);
    const figure = end.reduce((total, { megabytes }) => total + megabytes, 0) / end.length;
    const growth = growthPerMinute(late);
    const finding = { against: undefined, problems, notes: [] };
    const findings: Finding[] = [
      {
        ...finding,
        what: `${city} drivers, after ${memorySeconds} s of load`,
        ...{ figure, unit: 'MB', ratio: figure, wanted: { atMost: 250 } },
        notes: [`at most ${Math.max(...samples.map(({ megabytes }) => megabytes)).toFixed(0)} MB`],
      },
      {
        ...finding,
        what: 'growth a minute in the second half',
        ...{ figure: growth, unit: 'MB', ratio: growth, wanted: { atMost: FLAT_MB_PER_MINUTE } },
        notes:
          memorySeconds < 600 ? ['a short run says little about growth: --long watches for ten minutes'] : [],
      },
    ];
    return findings;
  },
};

/** Slope of the straight line that fits best, in MB a minute. */
function growthPerMinute(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((total, sample) => total + pick(sample), 0) / samples.length;
  const seconds = mean((sample) => sample.seconds);
  const megabytes = mean((sample) => sample.megabytes);
  const covariance = mean((sample) => (sample.seconds - seconds) * (sample.megabytes - megabytes));
  const variance = mean((sample) => (sample.seconds - seconds) ** 2);
  return (60 * covariance) / variance;
}
