import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MdrpInstance } from './mdrp-instance';
import { parseMdrp } from './parse-mdrp';

/** Reads the four files of an instance from a directory. */
export function readMdrp(directory: string): MdrpInstance {
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  return parseMdrp({
    couriers: read('couriers.txt'),
    orders: read('orders.txt'),
    restaurants: read('restaurants.txt'),
    parameters: read('instance_parameters.txt'),
  });
}
