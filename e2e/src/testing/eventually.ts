import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than any change takes on a busy machine, in ms. */
const TIMEOUT_MS = 90_000;

/** Waits until a condition holds. @throws Error with the last value after the timeout */
export async function eventually<T>(probe: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const value = await probe();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Timeout after ${TIMEOUT_MS} ms; last value: ${JSON.stringify(value, null, 2)}`);
    }
    await sleep(50);
  }
}
