import { eventually } from '@driver-dispatch/local-servers';
import { alternate } from '../measure/alternate';
import { measureOrders, warmUp, type OrderRound } from '../measure/order-round';
import type { Bench } from '../world/bench';
import { bytesPerDelivery, countErased, fillHistory } from '../world/ended-deliveries';
import type { Product } from '../world/product';
import { WAIT_MS } from '../world/wait';
import { P99, ratioRow, valuesRow, type Figures } from './figure';

/** The engine's advisory lock for erasing. While another session holds it, the engine erases nothing. */
const RETENTION_LOCK = 7_203_417_009;

/** So short that the engine looks for expired deliveries every two seconds. */
const RETENTION_DAYS = '0.0001';

export const retention: Figures = {
  ids: ['P14'],
  measure: (bench) =>
    bench.withProduct({ environment: { RETENTION_DAYS } }, async (product) => {
      const { database, drivers } = product.fleet;
      const { endedDeliveries, rates } = bench.sizes;
      const perSecond = rates[0]!;
      const pause = await database.connect();
      const setPaused = (paused: boolean) =>
        pause.query(`SELECT pg_advisory_${paused ? '' : 'un'}lock($1)`, [RETENTION_LOCK]);
      try {
        await setPaused(true);
        bench.log(`  storing ${endedDeliveries} ended deliveries`);
        await fillHistory(database, endedDeliveries, drivers);
        const sizes = await bytesPerDelivery(database);
        await warmUp(bench, product);
        const measured = await alternate<OrderRound>(
          bench,
          'P14',
          async () => {
            await setPaused(false);
            const round = await whileErasing(bench, product, perSecond);
            await setPaused(true);
            return round;
          },
          () => measureOrders(bench, product, { perSecond }),
        );
        const title = `p99 at ${perSecond} orders/s while personal data of ${endedDeliveries} deliveries is erased`;
        return [
          ratioRow({ figure: 'P14', title, target: { atMost: 2 } }, measured, P99, ['erasing', 'idle']),
          ...sizes.map(({ table, bytes }) =>
            valuesRow({ figure: 'P14', title: `Bytes per delivery in ${table} with indexes` }, [bytes]),
          ),
        ];
      } finally {
        pause.release(true);
      }
    }),
};

/** Measures once the engine has begun to erase. */
async function whileErasing(bench: Bench, product: Product, perSecond: number): Promise<OrderRound> {
  const { database } = product.fleet;
  const before = await countErased(database);
  await eventually(
    () => countErased(database),
    (erased) => erased > before,
    WAIT_MS,
  );
  const started = await countErased(database);
  const round = await measureOrders(bench, product, { perSecond });
  const erased = (await countErased(database)) - started;
  return erased > 0 ? round : { ...round, problems: [...round.problems, 'the engine erased nothing'] };
}
