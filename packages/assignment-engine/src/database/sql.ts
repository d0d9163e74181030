import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** Returns the text of a file in the folder `sql`. Each file is read once. */
export function sql(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = readFileSync(join(__dirname, '../../sql', file), 'utf8');
    texts.set(file, text);
  }
  return text;
}
