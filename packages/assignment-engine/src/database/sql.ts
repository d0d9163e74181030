import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The text of a file in this package's folder `sql`; each file is read once. */
export function sql(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = readFileSync(join(__dirname, '../../sql', file), 'utf8');
    texts.set(file, text);
  }
  return text;
}
