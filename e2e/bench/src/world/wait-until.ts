import { setTimeout as sleep } from 'node:timers/promises';

const POLL_EVERY_MS = 50;
const TIMEOUT_MS = 300_000;

/** Waits for a state. @throws Error when it is not reached within five minutes */
export async function waitUntil(state: string, reached: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + TIMEOUT_MS; !(await reached()); await sleep(POLL_EVERY_MS)) {
    if (Date.now() > end) {
      throw new Error(`Not reached in ${TIMEOUT_MS / 1000} s: ${state}`);
    }
  }
}
