import { DispatchError } from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/**
 * Repeats a request while its error is retryable, with growing pauses of at most {@link MAX_PAUSE_MS}.
 *
 * @throws an error of the request that is not retryable, or the signal's reason after an abort
 */
export async function retryWithBackoff<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
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
