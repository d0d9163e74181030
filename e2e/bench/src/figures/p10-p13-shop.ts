import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, quantile } from '@driver-dispatch/local-servers';
import { OUTCOME, sendLoad, type PreparedRequest } from '../load/load';
import { alternate } from '../measure/alternate';
import { cpuSeconds } from '../measure/cpu-time';
import { computeSpread } from '../measure/spread';
import type { Bench } from '../world/bench';
import { RequestCounter } from '../world/request-counter';
import { Shop } from '../world/shop';
import { ratioRow, type Figures, type Row, type Target } from './figure';

interface Shops {
  /** The shop with the plugin. */
  shop: Shop;
  /** The shop without the plugin. */
  plain: Shop;
  /** Number of HTTP requests between shop and engine. */
  requests: () => number;
}

type Counts = Record<string, number>;

/** Compares Vendure with and without the plugin, each with a server and a worker process. */
export const shops: Figures = {
  ids: ['P10', 'P13'],
  measure: (bench, selected) =>
    withShops(bench, async (both) => {
      const { singles, atOnce } = bench.sizes;
      await warmUp(both);
      const rows = [
        ...countRows(selected, 'at one order/s', await countSequential(both, singles), [18, 4]),
        ...countRows(selected, `with ${atOnce} orders at once`, await countAtOnce(both, atOnce), [10, 1.5]),
      ];
      return selected.has('P10')
        ? [...rows, await cpuRow(bench, both), ...(await latencyRows(bench, both))]
        : rows;
    }),
};

async function withShops<T>(bench: Bench, work: (shops: Shops) => Promise<T>): Promise<T> {
  const enginePort = await freePort();
  const toEngine = await RequestCounter.to(enginePort);
  const shop = await Shop.create(bench.servers, `http://127.0.0.1:${toEngine.port}`, true);
  const plain = await Shop.create(bench.servers, `http://127.0.0.1:${toEngine.port}`, false);
  const toShop = await RequestCounter.to(shop.port);
  const environment = { WEBHOOK_URL: `http://127.0.0.1:${toShop.port}/driver-dispatch/events` };
  try {
    await shop.start(bench.profiles?.nodeArgs('shop'));
    await plain.start();
    const requests = () => toEngine.requests + toShop.requests;
    return await bench.withProduct({ port: enginePort, environment }, () => work({ shop, plain, requests }));
  } finally {
    await Promise.all([shop.stop(), plain.stop()]);
    [toEngine, toShop].forEach((counter) => counter.close());
  }
}

async function warmUp({ shop, plain }: Shops): Promise<void> {
  await payAtOnce(plain, 'warm', WARM_UP_ORDERS);
  await payAtOnce(shop, 'warm', WARM_UP_ORDERS);
  await shop.paidToAssigned('warm', WARM_UP_ORDERS);
}

const WARM_UP_ORDERS = 50;

/** Time between two orders of an idle shop, in milliseconds. */
const PAUSE_MS = 1_000;

/** Returns the counts per order in addition to Vendure's own, minus the counts without orders. */
async function countSequential(both: Shops, orders: number): Promise<Counts> {
  const seconds = (orders * PAUSE_MS) / 1000;
  const idle = await countBoth(both, () => sleep(seconds * 1000));
  const busy = await countBoth(both, async ({ shop, plain }) => {
    for (let i = 1; i <= orders; i++) {
      await Promise.all([shop.pay(`single-${i}`), plain.pay(`single-${i}`), sleep(PAUSE_MS)]);
    }
    await shop.paidToAssigned('single', orders);
  });
  return perOrder(orders, busy, idle);
}

async function countAtOnce(both: Shops, orders: number): Promise<Counts> {
  const busy = await countBoth(both, async ({ shop, plain }) => {
    await payAtOnce(plain, 'once', orders);
    await payAtOnce(shop, 'once', orders);
    await shop.paidToAssigned('once', orders);
  });
  return perOrder(orders, busy, {});
}

async function payAtOnce(shop: Shop, prefix: string, orders: number): Promise<void> {
  await Promise.all(Array.from({ length: orders }, (_, i) => shop.pay(`${prefix}-${i}`)));
}

/** Returns the counts of the shop with the plugin minus those of the shop without it. */
async function countBoth(both: Shops, work: (both: Shops) => Promise<unknown>): Promise<Counts> {
  const { shop, plain, requests } = both;
  const read = async () => ({
    shop: { ...(await shop.counts()), 'HTTP requests': requests() } as Counts,
    plain: await plain.counts(),
  });
  const before = await read();
  await work(both);
  // Waits for work after the last event, such as its log in the job queue.
  await sleep(PAUSE_MS);
  const after = await read();
  const names = Object.keys(after.shop);
  const grown = (side: 'shop' | 'plain', name: string) =>
    (after[side][name] ?? 0) - (before[side][name] ?? 0);
  return Object.fromEntries(names.map((name) => [name, grown('shop', name) - grown('plain', name)]));
}

function perOrder(orders: number, busy: Counts, idle: Counts): Counts {
  return Object.fromEntries(
    Object.entries(busy).map(([name, count]) => [name, (count - (idle[name] ?? 0)) / orders]),
  );
}

function countRows(
  selected: ReadonlySet<string>,
  when: string,
  counts: Counts,
  [statements, commits]: readonly [number, number],
): Row[] {
  const targets: Record<string, Target> = {
    statements: { atMost: statements },
    commits: { atMost: commits },
  };
  return Object.entries(counts)
    .map(([name, count]) => ({
      figure: targets[name] ? 'P10' : 'P13',
      title: `Shop, ${name} per order beyond Vendure's own ${when}`,
      unit: '',
      target: targets[name],
      value: computeSpread([count]),
      details: [],
      problems: [],
      unreliable: false,
    }))
    .filter(({ figure }) => selected.has(figure));
}

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
  return ratioRow({ figure: 'P10', title, target: { atMost: 1.2 } }, measured, {
    measure: ({ cpuMicros }) => cpuMicros,
    unit: 'µs',
    names: ['with', 'without'],
  });
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
    const row = (title: string, value: number, target: Target, details: Row['details']): Row => ({
      figure: 'P10',
      title,
      value: computeSpread([value]),
      unit: '',
      target,
      details,
      problems,
      unreliable,
    });
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
