import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcesses, type GuardedProcess } from './end-processes';
import { processIdentity } from './process-identity';
import type { Guarded, WatchdogLine } from './watchdog';

/** The compiled watchdog, which runs without TypeScript. */
const WATCHDOG = join(__dirname, '../dist/watchdog.js');

const lines = new Map<number, string>();
let lastId = 0;
let watchdog: ChildProcess | undefined;
let record: string | undefined;

/**
 * Ends a child process when this process ends for any reason, including SIGKILL.
 *
 * @param signal for a quick and clean end
 */
export function guardChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  const { pid } = child;
  const identity = pid === undefined ? undefined : processIdentity(pid);
  if (pid === undefined || identity === undefined) {
    return;
  }
  const guarded: GuardedProcess = { pid, identity, signal };
  child.once('exit', guard(guarded));
  if (record) {
    appendFileSync(record, `${JSON.stringify(guarded)}\n`);
  }
}

/**
 * Deletes a folder when this process ends for any reason, after the child processes have ended.
 *
 * @returns a function that deletes it immediately
 */
export function guardFolder(folder: string): () => void {
  const unguard = guard({ folder });
  return () => {
    rmSync(folder, { recursive: true, force: true });
    unguard();
  };
}

/**
 * Records all further guarded child processes in a file. First ends those that an earlier process has recorded there: they
 * still run if that process's watchdog was killed too.
 */
export async function recordChildren(file: string): Promise<void> {
  if (existsSync(file)) {
    const recorded = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    await endProcesses(recorded.map((line) => JSON.parse(line) as GuardedProcess));
    rmSync(file);
  }
  record = file;
}

/** @returns a function that removes the guard */
function guard(guarded: Guarded): () => void {
  const id = (lastId += 1);
  lines.set(id, formatLine({ id, guarded }));
  if (watchdog) {
    watchdog.stdin!.write(lines.get(id));
  } else {
    startWatchdog();
  }
  return () => {
    lines.delete(id);
    watchdog?.stdin!.write(formatLine({ id }));
    if (lines.size === 0) {
      watchdog?.stdin!.end();
      watchdog = undefined;
    }
  };
}

function startWatchdog(): void {
  const started = spawn(process.execPath, [WATCHDOG], {
    // A separate process group: signals of the terminal must not reach the watchdog.
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  watchdog = started;
  // A write after its end fails. The exit handler below restarts it.
  started.stdin!.on('error', () => undefined);
  started.once('exit', () => {
    if (watchdog === started) {
      startWatchdog();
    }
  });
  started.unref();
  (started.stdin as unknown as { unref(): void }).unref();
  started.stdin!.write([...lines.values()].join(''));
}

const formatLine = (line: WatchdogLine) => `${JSON.stringify(line)}\n`;
