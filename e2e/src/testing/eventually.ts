import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than any state takes on a busy machine, in ms. */
const NEVER_MS = 90_000;

/** Waits until a condition holds. Fails with the last value if it never does. */
export async function eventually<T>(probe: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + NEVER_MS;
  for (;;) {
    const value = await probe();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${NEVER_MS} ms; last seen: ${JSON.stringify(value, null, 2)}`);
    }
    await sleep(50);
  }
}
