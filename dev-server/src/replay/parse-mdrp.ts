import type { MdrpInstance, PlanePoint } from './mdrp-instance';

/** The contents of an instance's four files. */
export interface MdrpFiles {
  couriers: string;
  orders: string;
  restaurants: string;
  parameters: string;
}

type Row = (column: string) => string;

/** @throws Error that names the file and the problem */
export function parseMdrp(files: MdrpFiles): MdrpInstance {
  const restaurants = new Map(
    rows('restaurants.txt', files.restaurants).map((row) => [row('restaurant'), pointOf(row)]),
  );
  const [parameters] = rows('instance_parameters.txt', files.parameters);
  if (!parameters) {
    throw new Error('instance_parameters.txt: no values');
  }
  return {
    metresPerMinute: Number(parameters('meters_per_minute')),
    pickupServiceMinutes: Number(parameters('pickup service minutes')),
    dropoffServiceMinutes: Number(parameters('dropoff service minutes')),
    couriers: rows('couriers.txt', files.couriers).map((row) => ({
      id: row('courier'),
      start: pointOf(row),
      onTime: Number(row('on_time')),
      offTime: Number(row('off_time')),
    })),
    orders: rows('orders.txt', files.orders).map((row) => {
      const restaurant = restaurants.get(row('restaurant'));
      if (!restaurant) {
        throw new Error(`orders.txt: ${row('order')} has the unknown restaurant ${row('restaurant')}`);
      }
      return {
        id: row('order'),
        restaurant,
        dropoff: pointOf(row),
        placementTime: Number(row('placement_time')),
        readyTime: Number(row('ready_time')),
      };
    }),
  };
}

const pointOf = (row: Row): PlanePoint => ({ x: Number(row('x')), y: Number(row('y')) });

/** The rows of a tab-separated file, whose first line contains the column names. */
function rows(file: string, text: string): Row[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = header.split('\t').map((name) => name.trim());
  return lines.map((line, index) => {
    const values = line.split('\t');
    return (column) => {
      const value = values[columns.indexOf(column)]?.trim();
      if (!value) {
        throw new Error(`${file}: line ${index + 2} has no "${column}"`);
      }
      return value;
    };
  });
}
