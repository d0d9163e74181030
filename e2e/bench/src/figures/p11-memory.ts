import { residentMegabytes } from '../measure/cpu-time';
import { measureOrders } from '../measure/order-round';
import { valuesRow, type Figures } from './figure';

const SAMPLE_EVERY_MS = 1_000;

/** Seconds of full load after which the drivers are reset. */
const ROUND_SECONDS = 6;

interface Sample {
  /** Seconds under load so far. */
  seconds: number;
  megabytes: number;
}

export const memory: Figures = {
  ids: ['P11'],
  measure: (bench) =>
    bench.withProduct({}, async (product) => {
      const { connections, memorySeconds, rampUpSeconds } = bench.sizes;
      const pid = product.engines[0]!.pid;
      const samples: Sample[] = [];
      const problems: string[] = [];
      const seconds = Math.min(ROUND_SECONDS, memorySeconds);
      for (let loaded = 0; loaded < memorySeconds; loaded += seconds + rampUpSeconds) {
        const started = Date.now();
        const timer = setInterval(
          () => {
            const sinceStart = loaded + (Date.now() - started) / 1000;
            samples.push({ seconds: sinceStart, megabytes: residentMegabytes(pid) });
          },
          Math.min(SAMPLE_EVERY_MS, seconds * 200),
        );
        const round = await measureOrders(bench, product, { connections: connections.many, seconds });
        clearInterval(timer);
        problems.push(...round.problems);
      }
      const late = samples.slice(Math.floor(samples.length / 2));
      const atEnd = late.slice(-10).map(({ megabytes }) => megabytes);
      const row = (title: string, values: number[], atMost: number) =>
        valuesRow({ figure: 'P11', title, unit: 'MB', target: { atMost }, problems }, values);
      return [
        row(`Memory after ${memorySeconds} s of full load`, atEnd, 250),
        row('Growth per minute in the second half', [growthPerMinute(late)], 0.5),
      ];
    }),
};

/** Returns the slope of the linear regression, in MB per minute. */
function growthPerMinute(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) =>
    samples.reduce((total, sample) => total + pick(sample), 0) / samples.length;
  const seconds = mean((sample) => sample.seconds);
  const megabytes = mean((sample) => sample.megabytes);
  const covariance = mean((sample) => (sample.seconds - seconds) * (sample.megabytes - megabytes));
  return (60 * covariance) / mean((sample) => (sample.seconds - seconds) ** 2);
}
