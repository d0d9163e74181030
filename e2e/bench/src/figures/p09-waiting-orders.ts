import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '@driver-dispatch/local-servers';
import { OUTCOME, sendLoad, type Load } from '../load/load';
import { driverAppRequest } from '../load/requests';
import { post } from '../load/post';
import { computeSpread } from '../measure/spread';
import type { Bench } from '../world/bench';
import type { Product } from '../world/product';
import { valuesRow, type Figures, type Row } from './figure';

/** Time in which a driver who becomes available is assigned, in milliseconds. */
const MATCHED_WITHIN_MS = 1_000;

const SUBMITTED_AT_ONCE = 64;

/** Prepared requests per second for one driver at a time: more than an engine answers. */
const MAX_SINGLES_PER_SECOND = 1_000;

interface WaitingRound {
  /** Assigned drivers divided by drivers who became available. */
  matched: number;
  /** p99 of the driver's request in milliseconds, under load and for one driver at a time. */
  p99: number;
  idleP99: number;
  problems: string[];
}

export const waitingOrders: Figures = {
  ids: ['P9'],
  measure: (bench) =>
    bench.withProduct({ status: 'OFFLINE' }, async (product) => {
      const { waiting, availablePerSecond, pairs } = bench.sizes;
      const rounds: WaitingRound[] = [];
      let unreliable = false;
      await matchWaiting(bench, product);
      for (let i = 0; i < pairs; i++) {
        const measured = await bench.calibration.measure('P9', () => matchWaiting(bench, product));
        rounds.push(measured.value);
        unreliable ||= measured.unreliable;
      }
      const title = `${availablePerSecond} drivers/s become available, ${waiting} orders wait`;
      const problems = rounds.flatMap((round) => round.problems);
      const row = (what: string, measure: (round: WaitingRound) => number, target: Row['target']) =>
        valuesRow(
          { figure: 'P9', title: `${title}: ${what}`, target, problems, unreliable },
          rounds.map(measure),
        );
      const latency = row("p99 of the driver's request over idle", ({ p99, idleP99 }) => p99 / idleP99, {
        atMost: 5,
      });
      latency.details.push(
        { name: 'under load', value: computeSpread(rounds.map(({ p99 }) => p99)).median, unit: 'ms' },
        { name: 'idle', value: computeSpread(rounds.map(({ idleP99 }) => idleP99)).median, unit: 'ms' },
      );
      return [row('matched over available', ({ matched }) => matched, { atLeast: 0.98 }), latency];
    }),
};

/** Submits orders while no driver is available, then sets drivers available, first one at a time, then many. */
async function matchWaiting(bench: Bench, product: Product): Promise<WaitingRound> {
  const { fleet } = product;
  const { waiting, availablePerSecond, rampUpSeconds, seconds } = bench.sizes;
  await fleet.restore('OFFLINE');
  await submitWaiting(product, waiting);
  let driver = 0;
  const setAvailable = async (most: number, load: Pick<Load, 'connections' | 'perSecond'>) => {
    const count = Math.ceil(most * (rampUpSeconds + seconds + 1));
    const requests = Array.from({ length: count }, () =>
      driverAppRequest('status', bench.servers.keys.driverApp[0]!, {
        type: 'driver.set_status',
        driverId: fleet.idOf(++driver),
        status: 'AVAILABLE',
      }),
    );
    const [report] = await sendLoad(
      { requests, ports: product.ports, ...load, rampUpSeconds, seconds },
      async () => undefined,
    );
    return report;
  };
  const idle = await setAvailable(MAX_SINGLES_PER_SECOND, { connections: 1 });
  await sleep(MATCHED_WITHIN_MS);
  const before = await fleet.busy();
  const report = await setAvailable(availablePerSecond, { perSecond: availablePerSecond });
  await sleep(MATCHED_WITHIN_MS);
  const matched = (await fleet.busy()) - before;
  const available = report.outcomes.filter((outcome) => outcome !== OUTCOME.NOT_SENT).length;
  return {
    matched: matched / available,
    p99: quantile(report.latencies, 0.99),
    idleP99: quantile(idle.latencies, 0.99),
    problems: [
      ...[...idle.errors, ...report.errors].map((error) => `a status was rejected: ${error}`),
      ...(await product.check([])),
    ],
  };
}

async function submitWaiting(product: Product, count: number): Promise<void> {
  for (let from = 0; from < count; from += SUBMITTED_AT_ONCE) {
    await Promise.all(
      Array.from({ length: Math.min(SUBMITTED_AT_ONCE, count - from) }, () =>
        post(product.ports[0]!, product.orderRequest(`waiting-${randomUUID()}`)),
      ),
    );
  }
}
