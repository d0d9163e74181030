import { DRIVER_STATUS_REASONS } from '@driver-dispatch/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SQL = join(__dirname, '..', '..', 'sql');
const HISTORY = /INSERT INTO driver_dispatch\.driver_status_history[^)]*\)\s*SELECT ([^\n]*)/g;

/** The literals that a statement writes into the history for a reason. */
function reasonsIn(statement: string): string[] {
  return [...statement.matchAll(HISTORY)].flatMap(([, selected = '']) =>
    [...selected.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal),
  );
}

it('writes no reason into the status history that the contract does not have', () => {
  const files = readdirSync(SQL).filter((name) => name.endsWith('.sql'));
  const written = new Set(files.flatMap((name) => reasonsIn(readFileSync(join(SQL, name), 'utf8'))));
  const known: ReadonlySet<string> = new Set([...DRIVER_STATUS_REASONS]);
  expect(written.size).toBeGreaterThan(4);
  expect([...written].filter((reason) => !known.has(reason))).toEqual([]);
});
