import type { Layout } from '../city/city';
import { complainOfAnswers } from '../checks/answers';
import { countOutcome, OUTCOME } from '../load/load';
import { Program } from '../processes/program';
import { signOrders } from '../scenarios/order-load';
import { quantile } from '../scenarios/quantile';
import type { Bench } from '../world/bench';

const CLAIM_CLIENTS = 16;

export interface TextbookFigure {
  perSecond: number;
  /** Milliseconds, half of the orders took at most this. */
  p50: number;
  problems: string[];
}

/** Y1 or Y2: the textbook's server with candidates from Redis, or from PostgreSQL. */
export function textbook(
  bench: Bench,
  source: 'redis' | 'postgres',
  layout: Layout,
  drivers: number,
  connections: number,
): Promise<TextbookFigure> {
  const name = `${source} ${layout} ${drivers} ${connections}`;
  return bench.once(`textbook ${name}`, async () => {
    const { servers, sizes } = bench;
    const city = await bench.textbookCity(layout, drivers);
    await city.clear({ index: source === 'redis' ? 'redis' : 'gist' });
    const [server, { port }] = await Program.serving<{ port: number }>('yardsticks/textbook-server.js', {
      databaseUrl: city.databaseUrl,
      ...(source === 'redis' ? { redisUrl: servers.redisServer.url } : {}),
    });
    try {
      const send = async (seconds: number, most: number) => {
        const { requests } = signOrders(servers.keys.vendure[0]!, layout, Math.ceil(most));
        return bench.load(requests, { ports: [port], connections, seconds });
      };
      const warm = await send(sizes.seconds / 3, drivers / 10);
      const report = await send(sizes.seconds, Math.min(drivers / 5, sizes.seconds * 6_000));
      const assigned = countOutcome(report, OUTCOME.ASSIGNED);
      const stored = await city.orders();
      const expected = assigned + countOutcome(warm, OUTCOME.ASSIGNED);
      const latencies = [...report.latencies].filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b);
      const figure = {
        perSecond: assigned / report.seconds,
        p50: quantile(latencies, 0.5),
        problems: [
          ...complainOfAnswers(report),
          ...(stored === expected ? [] : [`${expected} answered ASSIGNED, ${stored} stored`]),
        ],
      };
      bench.log(`  textbook, ${name}: ${figure.perSecond.toFixed(0)}/s, p50 ${figure.p50.toFixed(1)} ms`);
      return figure;
    } finally {
      await server.stop();
    }
  });
}

/** Y3: commits a second of nothing but the claim. */
export function oneCommitAnOrder(bench: Bench): Promise<number> {
  return bench.once('Y3', async () => {
    const { sizes } = bench;
    const city = await bench.textbookCity('uniform', sizes.city);
    const measure = async (seconds: number) => {
      await city.clear({ index: 'none' });
      const { perSecond } = await Program.run<{ perSecond: number }>('yardsticks/one-commit-an-order.js', {
        ...{ databaseUrl: city.databaseUrl, clients: CLAIM_CLIENTS, drivers: city.drivers, seconds },
      });
      return perSecond;
    };
    await measure(sizes.seconds / 3);
    const perSecond = await measure(sizes.seconds);
    bench.log(`  Y3 one commit an order: ${perSecond.toFixed(0)}/s`);
    return perSecond;
  });
}

/** Y4: requests a second that are verified, validated and answered. */
export function httpLimit(bench: Bench): Promise<number> {
  return bench.once('Y4', async () => {
    const { servers, sizes } = bench;
    const [server, { port }] = await Program.serving<{ port: number }>('yardsticks/http-limit-server.js', {
      keys: servers.keys.vendure.slice(0, 1),
    });
    try {
      let perSecond = 0;
      let load = 0;
      for (const seconds of [sizes.seconds / 3, sizes.seconds]) {
        const { requests } = signOrders(servers.keys.vendure[0]!, 'uniform', Math.ceil(seconds * 12_000));
        const report = await bench.load(requests, {
          ...{ ports: [port], connections: sizes.connections, seconds },
        });
        perSecond = countOutcome(report, OUTCOME.ASSIGNED) / report.seconds;
        load = report.cpuSeconds / report.seconds;
      }
      bench.log(`  Y4 HTTP: ${perSecond.toFixed(0)}/s, the load generator takes ${load.toFixed(2)} CPU`);
      return perSecond;
    } finally {
      await server.stop();
    }
  });
}

/** Y5: locations a second into Redis. */
export function rawGeoadd(bench: Bench): Promise<number> {
  return bench.once('Y5', async () => {
    const { servers, sizes } = bench;
    await servers.redis.flushall();
    const { perSecond } = await Program.run<{ perSecond: number }>('yardsticks/raw-geoadd.js', {
      ...{ redisUrl: servers.redisServer.url, drivers: sizes.city, seconds: sizes.seconds },
    });
    bench.log(`  Y5 GEOADD: ${perSecond.toFixed(0)}/s`);
    return perSecond;
  });
}
