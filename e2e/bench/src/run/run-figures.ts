import { CATALOG } from '../figures/catalog';
import type { Row } from '../figures/figure';
import type { Bench } from '../world/bench';

/** Runs each group of the catalog that has a selected figure, one after another. */
export async function runFigures(bench: Bench, selected: ReadonlySet<string>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { ids, measure } of CATALOG) {
    const some = ids.filter((id) => selected.has(id));
    if (some.length > 0) {
      bench.log(some.join(', '));
      // A group also returns rows of figures that are not selected.
      const measured = await measure(bench, selected);
      rows.push(...measured.filter(({ figure }) => selected.has(figure)));
    }
  }
  return sortRows(rows);
}

/** Sorts rows by figure. Rows of the same figure keep their order. */
export function sortRows<R extends Row>(rows: readonly R[]): R[] {
  const number = ({ figure }: Row) => Number(figure.slice(1));
  return [...rows].sort((a, b) => number(a) - number(b));
}
