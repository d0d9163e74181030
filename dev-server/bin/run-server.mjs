import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, SIGNALS } from './setup.mjs';

/** Interval between two checks whether npm, the parent process, still runs, in milliseconds. */
const PARENT_CHECK_MS = 500;

/** Ends this process with npm, which started it: npm forwards no signal if it is killed or ended by SIGHUP. */
export function endWithNpm() {
  const npm = process.env.npm_lifecycle_event ? npmProcess() : undefined;
  if (npm) {
    const parentCheck = setInterval(() => {
      if (!isRunning(npm)) {
        clearInterval(parentCheck);
        process.kill(process.pid, 'SIGTERM');
      }
    }, PARENT_CHECK_MS);
  }
}

/**
 * Runs the compiled development server. Forwards signals to it and ends this process with it.
 *
 * @param args arguments of the server
 * @param nodeOptions options of Node.js
 */
export function runServer(args, nodeOptions = []) {
  // The server gets its own process group, so that the terminal does not send Ctrl-C to PostgreSQL, which must stop last.
  // If this process is killed, the IPC channel closes and the server stops.
  const server = spawn(
    process.execPath,
    [
      '--disable-warning=DeprecationWarning',
      ...nodeOptions,
      join(ROOT, 'dev-server', 'dist', 'main.js'),
      ...args,
    ],
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
  return server;
}

/** Id of the npm process that started this one, directly or through a shell; undefined without `ps`. */
function npmProcess() {
  try {
    const parent = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(process.ppid)], {
      encoding: 'utf8',
    });
    const [, parentPid, command] = /(\d+)\s+(.*)/.exec(parent);
    return command.includes(' -c ') ? Number(parentPid) : process.ppid;
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
