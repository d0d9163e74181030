import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '@driver-dispatch/local-servers';
import { OUTCOME, sendLoad, type PreparedRequest } from '../load/load';
import { alternate } from '../measure/alternate';
import { cpuSeconds } from '../measure/cpu-time';
import type { Bench } from '../world/bench';
import type { Shop } from '../world/shop';
import { CPU, ratioRow, valuesRow, type Figures, type Row, type Target } from './figure';
import { countWork, PAUSE_MS, withShops, type Shops } from './shop-work';

/** Compares Vendure with and without the plugin, each with a server and a worker process. */
export const shops: Figures = {
  ids: ['P10', 'P13'],
  measure: (bench, selected) =>
    withShops(bench, async (both) => {
      const rows = (await countWork(both, bench.sizes)).filter(({ figure }) => selected.has(figure));
      return selected.has('P10')
        ? [...rows, await cpuRow(bench, both), ...(await latencyRows(bench, both))]
        : rows;
    }),
};

interface ShopRound {
  /** CPU microseconds per order of Vendure and its PostgreSQL. */
  cpuMicros: number;
  problems: string[];
}

async function cpuRow(bench: Bench, { shop, plain }: Shops): Promise<Row> {
  let run = 0;
  // At the higher rate checkouts may need more than all cores.
  const perSecond = bench.sizes.paidPerSecond[0]!;
  const measure = async (side: Shop): Promise<ShopRound> => {
    const { seconds, rampUpSeconds } = bench.sizes;
    const requests = await side.checkoutRequests(
      `cpu-${run++}-`,
      numberOfOrders(perSecond, rampUpSeconds, seconds),
    );
    const paidBefore = await side.paidCheckouts();
    const { cpu, orders, paid, problems } = await payAtRate(
      side,
      requests,
      perSecond,
      rampUpSeconds,
      seconds,
    );
    const stored = (await side.paidCheckouts()) - paidBefore;
    if (stored < paid) {
      problems.push(`${paid} checkouts were answered as paid, ${stored} are stored`);
    }
    return { cpuMicros: (cpu * 1e6) / orders, problems };
  };
  const measured = await alternate(
    bench,
    'P10 CPU',
    () => measure(shop),
    () => measure(plain),
  );
  const title = `CPU per checkout of the shop at ${perSecond}/s with the plugin over without`;
  return ratioRow({ figure: 'P10', title, target: { atMost: 1.2 } }, measured, CPU, ['with', 'without']);
}

const numberOfOrders = (perSecond: number, ...seconds: number[]) =>
  Math.ceil(perSecond * seconds.reduce((sum, each) => sum + each, 1));

async function payAtRate(
  shop: Shop,
  requests: PreparedRequest[],
  perSecond: number,
  rampUpSeconds: number,
  seconds: number,
) {
  const [report, before, after] = await sendLoad(
    { requests, ports: [shop.port], perSecond, rampUpSeconds, seconds },
    async () => cpuSeconds(shop.pids),
  );
  return {
    orders: report.answered,
    paid: report.outcomes.filter((outcome) => outcome === OUTCOME.ACCEPTED).length,
    cpu: after - before,
    problems: report.errors.map((error) => `the shop rejected an order: ${error}`),
  };
}

/** Measures the time from payment to assignment: p99 under load over p50 of an idle system, and growth. */
async function latencyRows(bench: Bench, { shop }: Shops): Promise<Row[]> {
  const { singles, paidPerSecond, paidSeconds } = bench.sizes;
  for (let i = 1; i <= singles; i++) {
    await shop.pay(`idle-${i}`);
    await shop.paidToAssigned('idle', i);
    await sleep(Math.random() * PAUSE_MS);
  }
  const idle = ascending(await shop.paidToAssigned('idle', singles));
  const idleP50 = { name: 'p50 idle', value: quantile(idle, 0.5), unit: 'ms' };
  const rows: Row[] = [];
  let run = 0;
  for (const perSecond of paidPerSecond) {
    const { value, unreliable } = await bench.calibration.measure(`P10 ${perSecond} orders/s`, async () => {
      const name = `rate-${run++}-`;
      const requests = Array.from({ length: numberOfOrders(perSecond, paidSeconds) }, (_, i) =>
        shop.orderRequest(`${name}${i}`),
      );
      const { paid, problems } = await payAtRate(shop, requests, perSecond, 0, paidSeconds);
      return { durations: await shop.paidToAssigned(name, paid), problems };
    });
    const { durations, problems } = value;
    const quarter = Math.ceil(durations.length / 4);
    const [first, last] = [durations.slice(0, quarter), durations.slice(-quarter)].map((part) =>
      quantile(ascending(part), 0.5),
    ) as [number, number];
    const sorted = ascending(durations);
    const p99 = quantile(sorted, 0.99);
    const row = (title: string, ratio: number, target: Target, details: Row['details']) =>
      valuesRow({ figure: 'P10', title, target, details, problems, unreliable }, [ratio]);
    rows.push(
      row(
        `Paid to assigned at ${perSecond} orders/s: p99 over idle p50`,
        p99 / idleP50.value,
        { atMost: 3 },
        [
          { name: 'p99', value: p99, unit: 'ms' },
          { name: 'p50', value: quantile(sorted, 0.5), unit: 'ms' },
          idleP50,
        ],
      ),
      row(
        `Paid to assigned at ${perSecond} orders/s: p50 of the last quarter of ${paidSeconds} s over the first`,
        last / first,
        { atMost: 1.2 },
        [
          { name: 'last', value: last, unit: 'ms' },
          { name: 'first', value: first, unit: 'ms' },
        ],
      ),
    );
  }
  return rows;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
