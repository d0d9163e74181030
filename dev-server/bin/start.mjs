import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildDashboard } from './dashboard.mjs';
import { ROOT, setUp } from './setup.mjs';

try {
  await setUp();
  await buildDashboard();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

// A group of its own, so that Ctrl-C reaches the server through this process alone: the terminal would send
// it to PostgreSQL as well, which has to be the last to stop. The channel tells the server if this process
// is gone for good.
const server = spawn(
  process.execPath,
  [
    '--disable-warning=DeprecationWarning',
    join(ROOT, 'dev-server', 'dist', 'main.js'),
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: process.platform !== 'win32' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => server.kill(signal));
}
server.once('exit', (code) => process.exit(code ?? 1));
