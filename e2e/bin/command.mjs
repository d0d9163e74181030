/** Runs the set-up, then the command of a package, `bench` or `faults`, with the given arguments. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, setUp } from '../../dev-server/bin/setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`\n${error.message}\n`);
  process.exit(1);
}
const [name, ...args] = process.argv.slice(2);
const command = spawn(process.execPath, [join(ROOT, 'e2e', name, 'dist', 'run', 'main.js'), ...args], {
  stdio: 'inherit',
});
// The command stops the processes that it has started. This process only forwards the signal and waits.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => command.kill(signal));
}
command.on('exit', (code) => process.exit(code ?? 1));
