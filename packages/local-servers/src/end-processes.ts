import { setTimeout as wait } from 'node:timers/promises';
import { processIdentity } from './process-identity';

/** A process that ends together with another one. */
export interface GuardedProcess {
  pid: number;
  /** See {@link processIdentity}. */
  identity: string;
  /** Signal for a quick and clean end. */
  signal: NodeJS.Signals;
}

/** Time from a process's signal until SIGKILL, in ms. */
const TIMEOUT_MS = 10_000;

/** Ends processes, which need not be children of this one, and waits for their end. Ignores ended processes. */
export async function endProcesses(processes: readonly GuardedProcess[]): Promise<void> {
  const running = () => processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
  for (const { pid, signal } of running()) {
    send(pid, signal);
    // A stopped process handles its signal when it continues.
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
    // The process has ended.
  }
}
