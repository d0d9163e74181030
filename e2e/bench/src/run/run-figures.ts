import { CATALOG } from '../figures/catalog';
import type { Row } from '../figures/figure';
import type { Bench } from '../world/bench';

/** Measures figures one after the other, each with the machine to itself. */
export async function runFigures(bench: Bench, wanted: ReadonlySet<string>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { ids, measure } of CATALOG) {
    const some = ids.filter((id) => wanted.has(id));
    if (some.length > 0) {
      bench.log(some.join(', '));
      const measured = await measure(bench, wanted);
      rows.push(...measured.filter(({ figure }) => wanted.has(figure)));
    }
  }
  return sortRows(rows);
}

/** By figure; rows of a figure stay in their order. */
export function sortRows<R extends Row>(rows: readonly R[]): R[] {
  const number = ({ figure }: Row) => Number(figure.slice(1));
  return [...rows].sort((a, b) => number(a) - number(b));
}
