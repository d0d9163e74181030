import { parse } from 'csv-parse/sync';
import type { MdrpInstance, PlanePoint } from './mdrp-instance';

/** The contents of the four files of an instance of the Meal Delivery Routing Problem (MDRP). */
export interface MdrpFiles {
  couriers: string;
  orders: string;
  restaurants: string;
  parameters: string;
}

/** The values of one row by column name. Both methods throw if the value is missing. */
interface Row {
  text(column: string): string;
  /** @throws Error if the value is not a finite number */
  number(column: string): number;
}

/** @throws Error that names the file and the missing or invalid value */
export function parseMdrp(files: MdrpFiles): MdrpInstance {
  const restaurants = new Map(
    parseRows('restaurants.txt', files.restaurants).map((row) => [row.text('restaurant'), parsePoint(row)]),
  );
  const [parameters] = parseRows('instance_parameters.txt', files.parameters);
  if (!parameters) {
    throw new Error('instance_parameters.txt: no values');
  }
  return {
    metresPerMinute: parameters.number('meters_per_minute'),
    pickupServiceMinutes: parameters.number('pickup service minutes'),
    dropoffServiceMinutes: parameters.number('dropoff service minutes'),
    couriers: parseRows('couriers.txt', files.couriers).map((row) => ({
      id: row.text('courier'),
      start: parsePoint(row),
      shiftStart: row.number('on_time'),
      shiftEnd: row.number('off_time'),
    })),
    orders: parseRows('orders.txt', files.orders).map((row) => {
      const restaurant = restaurants.get(row.text('restaurant'));
      if (!restaurant) {
        throw new Error(
          `orders.txt: ${row.text('order')} has the unknown restaurant ${row.text('restaurant')}`,
        );
      }
      return {
        id: row.text('order'),
        restaurant,
        dropoff: parsePoint(row),
        placementTime: row.number('placement_time'),
        readyTime: row.number('ready_time'),
      };
    }),
  };
}

const parsePoint = (row: Row): PlanePoint => ({ x: row.number('x'), y: row.number('y') });

/** The rows of a tab-separated file, whose first line contains the column names. */
function parseRows(file: string, text: string): Row[] {
  const rows = parse<{ record: Record<string, string>; info: { lines: number } }>(text, {
    columns: (names: string[]) => names.map((name) => name.trim()),
    delimiter: '\t',
    info: true,
    quote: null,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  return rows.map(({ record, info }) => {
    const readText = (column: string) => {
      const value = record[column];
      if (!value) {
        throw new Error(`${file}: line ${info.lines} has no "${column}"`);
      }
      return value;
    };
    const readNumber = (column: string) => {
      const value = Number(readText(column));
      if (!Number.isFinite(value)) {
        throw new Error(`${file}: line ${info.lines} has no number in "${column}"`);
      }
      return value;
    };
    return { text: readText, number: readNumber };
  });
}
