/** The bench from a fresh clone: set-up, then every measurement, or those that were asked for. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, setUp } from '../../../dev-server/bin/setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
const bench = spawn(
  process.execPath,
  [join(ROOT, 'e2e', 'bench', 'dist', 'run', 'main.js'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// The bench stops what it has started; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => bench.kill(signal));
}
bench.on('exit', (code) => process.exit(code ?? 1));
