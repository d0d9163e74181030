import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/**
 * Returns the text of an SQL file, given by its path in `src`. Each file is read once. The compiled code reads the same files:
 * the build does not copy them.
 */
export function sql(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = readFileSync(join(__dirname, '../../src', file), 'utf8');
    texts.set(file, text);
  }
  return text;
}
