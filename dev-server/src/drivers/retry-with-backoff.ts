import { DispatchError } from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Makes the same request again while its error says that a later try may succeed, pausing longer each time.
 *
 * @throws what the request throws when another try can't help, and the signal's reason once it is aborted
 */
export async function patiently<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof DispatchError && error.retryable)) {
        throw error;
      }
    }
    await wait(pause, undefined, { signal });
  }
}
