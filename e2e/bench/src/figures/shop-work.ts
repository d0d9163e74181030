import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@driver-dispatch/local-servers';
import type { Bench } from '../world/bench';
import { RequestCounter } from '../world/request-counter';
import { Shop } from '../world/shop';
import type { Sizes } from '../world/sizes';
import { valuesRow, type Row, type Target } from './figure';

/** Shops with and without the plugin. */
export interface Shops {
  /** The shop with the plugin. */
  shop: Shop;
  /** The shop without the plugin. */
  plain: Shop;
  /** Number of HTTP requests between shop and engine. */
  requests: () => number;
}

type Counts = Record<string, number>;

/** Starts both shops and an engine, runs `work`, and stops them. */
export async function withShops<T>(bench: Bench, work: (shops: Shops) => Promise<T>): Promise<T> {
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

/** Counts the work of the shop's servers per order, in addition to that of a shop without the plugin. */
export async function countWork(
  both: Shops,
  { singles, atOnce }: Pick<Sizes, 'singles' | 'atOnce'>,
): Promise<Row[]> {
  await warmUp(both);
  return [
    ...countRows('at one order/s', await countSequential(both, singles), [18, 4]),
    ...countRows(`with ${atOnce} orders at once`, await countAtOnce(both, atOnce), [10, 1.5]),
  ];
}

async function warmUp({ shop, plain }: Shops): Promise<void> {
  await payAtOnce(plain, 'warm', WARM_UP_ORDERS);
  await payAtOnce(shop, 'warm', WARM_UP_ORDERS);
  await shop.paidToAssigned('warm', WARM_UP_ORDERS);
}

const WARM_UP_ORDERS = 50;

/** Time between two orders of an idle shop, in milliseconds. */
export const PAUSE_MS = 1_000;

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

function countRows(when: string, counts: Counts, [statements, commits]: readonly [number, number]): Row[] {
  const targets: Record<string, Target> = {
    statements: { atMost: statements },
    commits: { atMost: commits },
  };
  return Object.entries(counts).map(([name, count]) =>
    valuesRow(
      {
        figure: targets[name] ? 'P10' : 'P13',
        title: `Shop, ${name} per order beyond Vendure's own ${when}`,
        target: targets[name],
      },
      [count],
    ),
  );
}
