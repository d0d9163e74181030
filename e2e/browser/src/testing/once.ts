import { setTimeout as wait } from 'node:timers/promises';

/** Timeout in ms, long enough for a busy machine. */
const TIMEOUT_MS = 60_000;

/** Polls until the condition holds, and returns the last result. After the timeout returns the result anyway. */
export async function once<T>(probe: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const found = await probe();
    if (holds(found) || Date.now() > deadline) {
      return found;
    }
    await wait(50);
  }
}
