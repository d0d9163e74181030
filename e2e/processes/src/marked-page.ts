import { readFileSync, writeFileSync } from 'node:fs';

/** The text of a page before, between and after two markers. */
interface MarkedPage {
  before: string;
  between: string;
  after: string;
}

/**
 * Finds two markers in a page.
 *
 * @param name as in `<!-- faults:begin -->` and `<!-- faults:end -->`
 * @throws Error when the page lacks them
 */
export function findMarkers(file: string, name: string): MarkedPage {
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (from < begin.length || to < from) {
    throw new Error(`${file} has no ${begin} before an ${end}`);
  }
  return { before: page.slice(0, from), between: page.slice(from, to), after: page.slice(to) };
}

/**
 * Writes a text between two markers of a page.
 *
 * @param make returns the new text, given the present one
 */
export function writeBetweenMarkers(file: string, name: string, make: (previous: string) => string): void {
  const { before, between, after } = findMarkers(file, name);
  writeFileSync(file, `${before}\n\n${make(between)}\n\n${after}`);
}
