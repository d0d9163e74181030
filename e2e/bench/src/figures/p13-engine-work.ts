import { DatabaseCounters, redisRoundTrips } from '../measure/database-counters';
import { measureOrders, warmUp } from '../measure/order-round';
import { Bench } from '../world/bench';
import { atConnections, valuesRow, type Figures, type Row } from './figure';

/** Counts the engine's statements, round trips and requests per order. */
export const engineWork: Figures = {
  ids: ['P13'],
  async measure({ sizes, log }) {
    const bench = await Bench.start(sizes, { log });
    try {
      const counters = await DatabaseCounters.enable(bench.servers.postgres);
      return await bench.withProduct({}, async (product) => {
        await warmUp(bench, product);
        const rows: Row[] = [];
        for (const connections of [1, sizes.connections.many]) {
          const { counted, problems } = await measureOrders(bench, product, {
            connections,
            count: async () => ({
              ...(await counters.read(product.fleet.name)),
              'Redis round trips': await redisRoundTrips(bench.servers.redis),
              'HTTP requests': (await bench.servers.received()).requests,
            }),
          });
          // The request of the order itself.
          counted['HTTP requests']! += 1;
          for (const [name, value] of Object.entries(counted)) {
            const title = `Engine, ${name} per order ${atConnections(connections)}`;
            rows.push(valuesRow({ figure: 'P13', title, problems }, [value]));
          }
        }
        return rows;
      });
    } finally {
      await bench.stop();
    }
  },
};
