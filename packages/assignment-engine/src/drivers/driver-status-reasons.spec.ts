import { DRIVER_STATUS_REASONS } from '@driver-dispatch/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '..');
const HISTORY = /INSERT INTO driver_dispatch\.driver_status_history[^)]*\)\s*SELECT ([^\n]*)/g;

/** The reason literals that a statement inserts into the status history. */
function reasonsIn(statement: string): string[] {
  return [...statement.matchAll(HISTORY)].flatMap(([, selected = '']) =>
    [...selected.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal),
  );
}

it('inserts only status reasons of the contract', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const statements = files.filter((name) => name.endsWith('.sql'));
  const written = new Set(statements.flatMap((name) => reasonsIn(readFileSync(join(SOURCES, name), 'utf8'))));
  const known: ReadonlySet<string> = new Set([...DRIVER_STATUS_REASONS]);
  expect(written.size).toBeGreaterThan(4);
  expect([...written].filter((reason) => !known.has(reason))).toEqual([]);
});
