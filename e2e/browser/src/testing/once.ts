import { setTimeout as wait } from 'node:timers/promises';

/** Upper bound for what a busy machine takes, in ms. */
const DRAWN_WITHIN_MS = 60_000;

/** What a probe finds once that is as it should be; what it finds all the same, where it does not come to that. */
export async function once<T>(probe: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + DRAWN_WITHIN_MS;
  for (;;) {
    const found = await probe();
    if (holds(found) || Date.now() > deadline) {
      return found;
    }
    await wait(50);
  }
}
