import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SOURCES = join(__dirname, '..');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
const statements = files.filter((name) => name.endsWith('.sql'));
/** The names of all product files except the list of the hot path, with their texts. */
const sources = files
  .filter(
    (name) => name.endsWith('.ts') && !name.endsWith('spec.ts') && name !== 'database/statement-runner.ts',
  )
  .map((name) => ({ name, text: readFileSync(join(SOURCES, name), 'utf8') }));

it.each(statements)('%s is run by one TypeScript file of its folder', (statement) => {
  const runners = sources.filter(({ text }) => text.includes(`'${statement}'`));
  expect(runners.map(({ name }) => dirname(name))).toEqual([dirname(statement)]);
});
