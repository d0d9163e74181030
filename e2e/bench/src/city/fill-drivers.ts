import { type Pool } from 'pg';
import { somewhere, type Layout } from './city';

const CHUNK = 20_000;

/**
 * Fills a table with drivers in places drawn at random, in the order in which they are drawn: an index is built as
 * drivers come, not along a line.
 *
 * @param statement takes arrays: $1 int8[] numbers from 1 on, $2 float8[] lat, $3 float8[] lon
 */
export async function fillDrivers(
  pool: Pool,
  statement: string,
  count: number,
  layout: Layout,
): Promise<void> {
  for (let from = 1; from <= count; from += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, count - from + 1) }, (_, i) => from + i);
    const places = numbers.map(() => somewhere(layout));
    await pool.query(statement, [numbers, places.map(({ lat }) => lat), places.map(({ lon }) => lon)]);
  }
}
