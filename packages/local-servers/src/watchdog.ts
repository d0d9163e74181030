import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { endProcesses, type GuardedProcess } from './end-processes';

/** What another process leaves behind if it ends now. */
export type Guarded = GuardedProcess | { folder: string };

/** A line of the watchdog's input. Without `guarded` the one of the same id is forgotten. */
export interface WatchdogLine {
  id: number;
  guarded?: Guarded;
}

/**
 * A process of its own that reads from the process it watches. The input ends when that process ends, for whatever reason:
 * then what it has left behind is ended and deleted.
 */
async function main(): Promise<void> {
  // A signal to all processes of a terminal is none of its business.
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
  const left = [...guarded.values()];
  await endProcesses(left.filter((entry) => 'pid' in entry));
  for (const entry of left) {
    if ('folder' in entry) {
      rmSync(entry.folder, { recursive: true, force: true });
    }
  }
}

void main();
