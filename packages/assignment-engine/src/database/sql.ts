import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file in this package's folder `sql`. */
export function sql(name: string): string {
  return readFileSync(join(__dirname, '../../sql', name), 'utf8');
}
