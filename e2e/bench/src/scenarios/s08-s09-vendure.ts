import { setTimeout as sleep } from 'node:timers/promises';
import { near, somewhere } from '../city/city';
import { complainOfAnswers } from '../checks/answers';
import { countOutcome, OUTCOME } from '../load/load';
import { plainRequest } from '../load/requests';
import type { Bench } from '../world/bench';
import { withVendure, type VendureWorld } from '../world/vendure';
import { quantile } from './quantile';
import type { Scenario } from './scenario';

const CONNECTIONS = 32;
const PATIENCE_MS = 30_000;

/** Between two orders of an idle shop, in ms. */
const PAUSE_MS = 150;

/** Orders before anything is measured: a Vendure that has just started is slow. */
const WARM_UP_SECONDS = 3;

/**
 * Commit of the assignment in the engine, and of the same event in Vendure; when the order was written, which is a
 * moment before it is paid.
 */
const IN_ENGINE = `
  SELECT d.seller_order_id AS id, extract(epoch FROM pg_xact_commit_timestamp(a.xmin)) * 1000 AS ms
  FROM driver_dispatch.assignments a JOIN driver_dispatch.deliveries d ON d.id = a.delivery_id`;
const IN_SHOP = `
  SELECT d."orderId"::text AS id, extract(epoch FROM o."createdAt") * 1000 AS paid,
    extract(epoch FROM pg_xact_commit_timestamp(e.xmin)) * 1000 AS ms
  FROM driver_delivery d JOIN "order" o ON o.id = d."orderId"
  JOIN driver_delivery_event e ON e."deliveryId" = d.id AND e.type = 'delivery.assigned'
  WHERE o.code LIKE $1 AND d.state = 'ASSIGNED'`;

interface Timing {
  /** From the engine's commit to Vendure's, in ms. */
  applied: number[];
  /** From just before the payment to Vendure's commit of the assignment, in ms. */
  assigned: number[];
  problems: string[];
}

/** Both figures stand on one shop, which takes long to start. */
function timings(bench: Bench): Promise<{ steady: Timing; idle: Timing }> {
  return bench.once('Vendure', () =>
    withVendure(bench, async (world) => {
      const { paidPerSecond, paidSingles, seconds } = bench.sizes;
      await payMany(bench, world, 'warm', paidPerSecond, Math.min(seconds, WARM_UP_SECONDS));
      const steady = await payMany(bench, world, 'steady', paidPerSecond, seconds);
      await sleep(1_000);
      return { steady, idle: await payOneByOne(world, 'idle', paidSingles) };
    }),
  );
}

async function payMany(
  bench: Bench,
  world: VendureWorld,
  name: string,
  perSecond: number,
  seconds: number,
): Promise<Timing> {
  const count = Math.ceil(perSecond * seconds);
  const requests = Array.from({ length: count }, (_, i) =>
    plainRequest('/desk/orders', order(`${name}-${i}`)),
  );
  const report = await bench.load(requests, {
    ...{ ports: [world.shopPort], connections: CONNECTIONS, perSecond, seconds: 2 * seconds + 10 },
  });
  const paid = countOutcome(report, OUTCOME.TAKEN);
  const timing = await timingOf(world, name, paid);
  return { ...timing, problems: [...timing.problems, ...complainOfAnswers(report)] };
}

async function payOneByOne(world: VendureWorld, name: string, count: number): Promise<Timing> {
  for (let i = 1; i <= count; i++) {
    const { status } = await fetch(`http://127.0.0.1:${world.shopPort}/desk/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order(`${name}-${i}`)),
    });
    if (status !== 201) {
      return { applied: [], assigned: [], problems: [`the desk answered ${status}`] };
    }
    await timingOf(world, name, i);
    await sleep(PAUSE_MS);
  }
  return timingOf(world, name, count);
}

function order(code: string) {
  const pickup = somewhere('uniform');
  return { code, pickup, dropoff: near(pickup, 3_000), searchRadiusMetres: 5_000 };
}

/** Waits until so many orders are assigned in Vendure too. */
async function timingOf({ shopDatabase, fleet }: VendureWorld, name: string, count: number): Promise<Timing> {
  const read = () =>
    shopDatabase
      .query<{ id: string; paid: string; ms: string }>(IN_SHOP, [`${name}-%`])
      .then(({ rows }) => rows);
  let inShop = await read();
  for (const until = Date.now() + PATIENCE_MS; inShop.length < count && Date.now() < until;) {
    await sleep(50);
    inShop = await read();
  }
  const { rows } = await fleet.database.query<{ id: string; ms: string }>(IN_ENGINE);
  const inEngine = new Map(rows.map(({ id, ms }) => [id, Number(ms)]));
  const known = inShop.filter(({ id }) => inEngine.has(id));
  const ascending = (a: number, b: number) => a - b;
  return {
    applied: known.map(({ id, ms }) => Number(ms) - inEngine.get(id)!).sort(ascending),
    assigned: known.map(({ ms, paid }) => Number(ms) - Number(paid)).sort(ascending),
    problems: known.length === count ? [] : [`${count} orders paid, ${known.length} assigned on both sides`],
  };
}

export const toldToVendure: Scenario = {
  id: 'S8',
  title: 'Assigned in the engine, applied in Vendure, p99',
  async measure(bench) {
    const { steady } = await timings(bench);
    const p99 = quantile(steady.applied, 0.99);
    return [
      {
        what: `${bench.sizes.paidPerSecond} orders a second`,
        ...{ figure: p99, unit: 'ms', ratio: p99, wanted: { atMost: 500 } },
        notes: [
          `p50 ${quantile(steady.applied, 0.5).toFixed(0)} ms`,
          `paid to assigned under this load: p50 ${quantile(steady.assigned, 0.5).toFixed(0)} ms`,
        ],
        problems: steady.problems,
      },
    ];
  },
};

export const paidToAssigned: Scenario = {
  id: 'S9',
  title: 'Paid in Vendure, assigned in Vendure, p50',
  async measure(bench) {
    const { idle } = await timings(bench);
    const p50 = quantile(idle.assigned, 0.5);
    return [
      {
        what: 'idle',
        ...{ figure: p50, unit: 'ms', ratio: p50, wanted: { atMost: 300 } },
        notes: [`p99 ${quantile(idle.assigned, 0.99).toFixed(0)} ms`],
        problems: idle.problems,
      },
    ];
  },
};
