import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildDashboard } from './dashboard.mjs';
import { ROOT, setUp, SIGNALS } from './setup.mjs';

/** How often this process looks whether npm, which started it, has ended, in milliseconds. */
const LOOK_MS = 500;

const args = process.argv.slice(2);
const npm = process.env.npm_lifecycle_event ? npmProcess() : undefined;

if (npm) {
  // An npm that is killed, or ended by SIGHUP, passes no signal on.
  const look = setInterval(() => {
    if (!isRunning(npm)) {
      clearInterval(look);
      process.kill(process.pid, 'SIGTERM');
    }
  }, LOOK_MS);
}

try {
  await setUp();
  if (!args.some((argument) => /^(--help|-h|--mdrp(=.*)?)$/.test(argument))) {
    await buildDashboard();
  }
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

// In a group of its own Ctrl-C reaches the server only through this process: the terminal would send it to PostgreSQL as well,
// which has to stop last. The channel closes if this process is killed, and the server stops.
const server = spawn(
  process.execPath,
  ['--disable-warning=DeprecationWarning', join(ROOT, 'dev-server', 'dist', 'main.js'), ...args],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: process.platform !== 'win32' },
);
for (const signal of SIGNALS) {
  process.on(signal, () => server.kill(signal));
}
server.once('exit', (code, signal) => {
  if (signal) {
    console.error(`\nThe development server was ended by ${signal}.`);
  }
  process.exit(code ?? 1);
});

/** Id of the npm process that started this one, through a shell or without one; undefined where `ps` is missing. */
function npmProcess() {
  try {
    const parent = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(process.ppid)], {
      encoding: 'utf8',
    });
    const [, above, command] = /(\d+)\s+(.*)/.exec(parent);
    return command.includes(' -c ') ? Number(above) : process.ppid;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
