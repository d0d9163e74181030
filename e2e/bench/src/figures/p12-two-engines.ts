import { alternate } from '../measure/alternate';
import { measureOrders, warmUp } from '../measure/order-round';
import { Product } from '../world/product';
import { CPU, RATE, ratioRow, type Figures } from './figure';

export const twoEngines: Figures = {
  ids: ['P12'],
  measure: (bench) =>
    bench.withProduct({ engines: 2 }, async (two) => {
      const load = { connections: bench.sizes.connections.many };
      const one = new Product(bench.servers, two.fleet, two.engines, two.ports.slice(0, 1));
      await warmUp(bench, one, two);
      const measured = await alternate(
        bench,
        'P12',
        () => measureOrders(bench, two, load),
        () => measureOrders(bench, one, load),
      );
      const names = ['two engines', 'one engine'] as const;
      const cpu = ratioRow(
        { figure: 'P12', title: 'CPU per order with two engines over one', target: { atMost: 1.1 } },
        measured,
        CPU,
        names,
      );
      const rate = ratioRow(
        { figure: 'P12', title: 'Orders per second with two engines over one' },
        measured,
        RATE,
        names,
      );
      return [cpu, rate];
    }),
};
