import { alternate } from '../measure/alternate';
import { measureOrders, type OrderRound } from '../measure/order-round';
import type { Product } from '../world/product';
import { RATE, ratioRow, type Figures } from './figure';

/** A small city has enough drivers for one second of full load, after a slow ramp-up. */
const SECONDS = 1;
const RAMP_UP_SHARE = 0.1;

export const largeCity: Figures = {
  ids: ['P6'],
  measure: (bench) => {
    const { small, large, connections, rampUpSeconds } = bench.sizes;
    const measure = (product: Product): Promise<OrderRound> =>
      measureOrders(bench, product, {
        connections: connections.many,
        rampUpPerSecond: Math.ceil((small * RAMP_UP_SHARE) / rampUpSeconds),
        seconds: Math.min(SECONDS, bench.sizes.seconds),
      });
    return bench.withProduct({ drivers: large }, (many) =>
      bench.withProduct({ drivers: small }, async (few) => {
        // Warms up each engine.
        await measure(many);
        await measure(few);
        const measured = await alternate(
          bench,
          'P6',
          () => measure(many),
          () => measure(few),
        );
        const title = `Orders per second with ${large} drivers over ${small}`;
        return [
          ratioRow({ figure: 'P6', title, target: { atLeast: 0.9 } }, measured, RATE, [
            `${large} drivers`,
            `${small} drivers`,
          ]),
        ];
      }),
    );
  },
};
