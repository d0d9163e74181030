import { alternate } from '../measure/alternate';
import { measureOrders, warmUp } from '../measure/order-round';
import { RATE, ratioRow, type Figures } from './figure';

export const withoutRedis: Figures = {
  ids: ['P5'],
  measure: (bench) =>
    bench.withProduct({}, async (product) => {
      const { redisServer } = bench.servers;
      const load = { connections: bench.sizes.connections.many };
      await warmUp(bench, product);
      const measured = await alternate(
        bench,
        'P5',
        async () => {
          await redisServer.kill();
          try {
            return await measureOrders(bench, product, load);
          } finally {
            await redisServer.restart();
            await product.fleet.indexed();
          }
        },
        () => measureOrders(bench, product, load),
      );
      return [
        ratioRow(
          { figure: 'P5', title: 'Orders per second without Redis', target: { atLeast: 0.9 } },
          measured,
          RATE,
          ['without', 'with'],
        ),
      ];
    }),
};
