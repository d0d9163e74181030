import { setTimeout as wait } from 'node:timers/promises';

/** How long a page may take to draw what it was told, in ms. */
const DRAWN_WITHIN_MS = 10_000;

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
