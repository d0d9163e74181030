/** Runs the set-up, then the bench with the given arguments. */
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
// The bench stops the processes that it has started. This process only forwards the signal and waits.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => bench.kill(signal));
}
bench.on('exit', (code) => process.exit(code ?? 1));
