import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { endProcesses, type GuardedProcess } from './end-processes';

/** A child process or a folder of the watched process. */
export type Guarded = GuardedProcess | { folder: string };

/** A line of the watchdog's input. Without `guarded`, the entry with the same id is removed. */
export interface WatchdogLine {
  id: number;
  guarded?: Guarded;
}

/**
 * Runs as a separate process and reads its input from the process that it watches. The input ends when that process ends for
 * any reason. Then the watchdog ends the remaining child processes and deletes the remaining folders.
 */
async function main(): Promise<void> {
  // Ignores signals that a terminal sends to all its processes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => undefined);
  }
  const guarded = new Map<number, Guarded>();
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as WatchdogLine;
    if (message.guarded) {
      guarded.set(message.id, message.guarded);
    } else {
      guarded.delete(message.id);
    }
  }
  const remaining = [...guarded.values()];
  await endProcesses(remaining.filter((entry) => 'pid' in entry));
  for (const entry of remaining) {
    if ('folder' in entry) {
      rmSync(entry.folder, { recursive: true, force: true });
    }
  }
}

void main();
