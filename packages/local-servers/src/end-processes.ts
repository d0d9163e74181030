import { setTimeout as wait } from 'node:timers/promises';
import { processIdentity } from './process-identity';

/** A process that ends together with another one. */
export interface GuardedProcess {
  pid: number;
  /** See {@link processIdentity}. */
  identity: string;
  /** What ends it quickly and cleanly. */
  signal: NodeJS.Signals;
}

/** How long a process may take to end after its signal until it is killed, in ms. */
const TIMEOUT_MS = 10_000;

/** Ends processes that may run as children of nobody, and waits for their end. A process that is gone is left out. */
export async function endProcesses(processes: readonly GuardedProcess[]): Promise<void> {
  const running = () => processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
  for (const { pid, signal } of running()) {
    send(pid, signal);
    // A process that was stopped takes its signal when it continues.
    send(pid, 'SIGCONT');
  }
  for (const started = Date.now(); running().length > 0; await wait(20)) {
    if (Date.now() - started > TIMEOUT_MS) {
      running().forEach(({ pid }) => send(pid, 'SIGKILL'));
      return;
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
