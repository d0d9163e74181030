import type { GeoaddReport } from '../limits/raw-geoadd';
import { sendLoad } from '../load/load';
import { LOCATIONS_PER_REQUEST, prepareLocations } from '../load/locations';
import { alternate, type Alternated } from '../measure/alternate';
import { cpuSeconds } from '../measure/cpu-time';
import { measureOrders, warmUp, type OrderRound } from '../measure/order-round';
import { Program } from '../processes/program';
import type { Bench } from '../world/bench';
import type { Product } from '../world/product';
import { P99, RATE, ratioRow, valuesRow, type Figures, type Row } from './figure';

const CONNECTIONS = 8;

/** Prepared requests per second: more than an engine accepts. */
const MAX_REQUESTS_PER_SECOND = 200;

interface LocationRound {
  perSecond: number;
  /** Locations per CPU second of the engine, PostgreSQL and Redis. */
  perCpuSecond: number;
  problems: string[];
}

export const locations: Figures = {
  ids: ['P7', 'P8'],
  measure: (bench, selected) =>
    bench.withProduct({}, async (product) => {
      const rows: Row[] = [];
      if (selected.has('P7')) {
        await acceptLocations(bench, product);
        const measured = await alternate<LocationRound>(
          bench,
          'P7',
          () => acceptLocations(bench, product),
          () => rawGeoadd(bench),
        );
        rows.push(...locationRows(measured));
      }
      if (selected.has('P8')) {
        const perSecond = bench.sizes.rates[0]!;
        await warmUp(bench, product);
        const measured = await alternate(
          bench,
          'P8',
          () => ordersWithLocations(bench, product, perSecond),
          () => measureOrders(bench, product, { perSecond }),
        );
        const title = `p99 at ${perSecond} orders/s with ${bench.sizes.locationsPerSecond} locations/s`;
        rows.push(
          ratioRow({ figure: 'P8', title, target: { atMost: 2 } }, measured, P99, ['with', 'without']),
        );
      }
      return rows;
    }),
};

function locationRows(measured: Alternated<LocationRound>): Row[] {
  const rate = ratioRow(
    { figure: 'P7', title: 'Locations per second over raw GEOADD', target: { atLeast: 0.5 } },
    measured,
    { ...RATE, unit: 'locations/s' },
    ['engine', 'GEOADD'],
  );
  return [
    rate,
    valuesRow(
      {
        figure: 'P7',
        title: 'Locations per CPU second',
        problems: rate.problems,
        unreliable: rate.unreliable,
      },
      measured.a.map(({ perCpuSecond }) => perCpuSecond),
    ),
  ];
}

async function acceptLocations(bench: Bench, product: Product): Promise<LocationRound> {
  const { servers, sizes } = bench;
  const { rampUpSeconds, seconds } = sizes;
  const count = Math.ceil((rampUpSeconds + seconds + 1) * MAX_REQUESTS_PER_SECOND);
  const requests = await prepareLocations(servers.keys.driverApp[0]!, product.fleet, count);
  const load = { requests, ports: product.ports, connections: CONNECTIONS };
  const pids = Object.values(product.pids()).flat();
  const [report, before, after] = await sendLoad({ ...load, rampUpSeconds, seconds }, async () =>
    cpuSeconds(pids),
  );
  const accepted = report.answered * Math.min(LOCATIONS_PER_REQUEST, product.fleet.drivers);
  return {
    perSecond: accepted / report.seconds,
    perCpuSecond: accepted / (after - before),
    problems: report.errors.map((error) => `locations were rejected: ${error}`),
  };
}

async function rawGeoadd({ servers, sizes }: Bench): Promise<LocationRound> {
  const { drivers, rampUpSeconds, seconds } = sizes;
  const redisUrl = servers.redisServer.url;
  const [program, { perSecond }] = await Program.start<GeoaddReport>('limits/raw-geoadd.js', {
    redisUrl,
    drivers,
    rampUpSeconds,
    seconds,
  });
  await program.stop();
  return { perSecond, perCpuSecond: NaN, problems: [] };
}

async function ordersWithLocations(bench: Bench, product: Product, perSecond: number): Promise<OrderRound> {
  const { servers, sizes } = bench;
  const requestsPerSecond = Math.ceil(sizes.locationsPerSecond / LOCATIONS_PER_REQUEST);
  // Longer than the load of orders, which starts later because they are prepared first.
  const seconds = sizes.rampUpSeconds + sizes.seconds + 1;
  const requests = await prepareLocations(
    servers.keys.driverApp[0]!,
    product.fleet,
    Math.ceil(requestsPerSecond * (seconds + 1)),
  );
  const locationLoad = sendLoad(
    { requests, ports: product.ports, perSecond: requestsPerSecond, rampUpSeconds: 0, seconds },
    async () => undefined,
  );
  const [orders, [report]] = await Promise.all([measureOrders(bench, product, { perSecond }), locationLoad]);
  return {
    ...orders,
    problems: [...orders.problems, ...report.errors.map((error) => `locations were rejected: ${error}`)],
  };
}
