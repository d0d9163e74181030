import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds; fails with what was seen last. */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${timeoutMs} ms; last seen: ${JSON.stringify(value, null, 2)}`);
    }
    await sleep(50);
  }
}
