import { alternate, computeMedian } from '../measure/alternate';
import { measureOrders, warmUp, type OrderLoad } from '../measure/order-round';
import { atConnections, CPU, P50, P99, RATE, ratioRow, type Figures, type Row, type Target } from './figure';

const NAMES = ['engine', 'textbook'] as const;

/** Compares the engine with the textbook program, which does the same work. */
export const againstTextbook: Figures = {
  ids: ['P1', 'P2', 'P3', 'P4'],
  measure: (bench, selected) =>
    bench.withProduct({}, (product) =>
      bench.withTextbook(async (textbook) => {
        const compare = (name: string, load: OrderLoad) => {
          bench.log(`  ${name}`);
          return alternate(
            bench,
            name,
            () => measureOrders(bench, product, load),
            () => measureOrders(bench, textbook, load),
          );
        };
        await warmUp(bench, product, textbook);
        const rows: Row[] = [];
        const anySelected = (...ids: string[]) => ids.some((id) => selected.has(id));
        const { many, some } = bench.sizes.connections;
        for (const { connections, figures, rate, cpu } of [
          { connections: many, figures: ['P1', 'P2'], rate: { atLeast: 2.5 }, cpu: { atMost: 0.5 } },
          { connections: some, figures: ['P1'], rate: { atLeast: 1.8 }, cpu: undefined },
          { connections: 1, figures: ['P2', 'P3'], rate: undefined, cpu: { atMost: 1 } },
        ]) {
          if (!anySelected(...figures)) {
            continue;
          }
          const measured = await compare(`${connections} connections`, { connections });
          const at = atConnections(connections);
          const plot = { name: 'orders-by-connections' as const, x: connections };
          rows.push(
            ratioRow(
              { figure: 'P1', title: `Orders per second ${at}`, target: rate as Target | undefined, plot },
              measured,
              RATE,
              NAMES,
            ),
          );
          if (cpu) {
            const row = ratioRow(
              { figure: 'P2', title: `CPU per order ${at}`, target: cpu },
              measured,
              CPU,
              NAMES,
            );
            row.details.push({
              name: 'engine without PostgreSQL and Redis',
              value: computeMedian(measured.a, ({ programMicros }) => programMicros),
              unit: 'µs',
            });
            rows.push(row);
          }
          if (connections === 1) {
            const title = 'p50 of one order at a time';
            rows.push(ratioRow({ figure: 'P3', title, target: { atMost: 1 } }, measured, P50, NAMES));
          }
        }
        for (const perSecond of anySelected('P4') ? bench.sizes.rates : []) {
          const measured = await compare(`${perSecond} orders/s`, { perSecond });
          const title = `p99 at ${perSecond} orders/s`;
          const plot = { name: 'latency-by-orders' as const, x: perSecond };
          rows.push(ratioRow({ figure: 'P4', title, target: { atMost: 1 }, plot }, measured, P99, NAMES));
        }
        return rows;
      }),
    ),
};
