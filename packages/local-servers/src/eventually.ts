import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls a value every 25 ms until a condition holds, and returns it.
 *
 * @param timeoutMs by default 90 s, far longer than any change takes on a busy machine
 * @throws Error with the last value after the timeout
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Timeout after ${timeoutMs} ms; last value: ${JSON.stringify(value, null, 2)}`);
    }
    await sleep(25);
  }
}
