import { DispatchError } from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;

/**
 * Retries a request while its error is retryable, with growing delays of at most {@link MAX_DELAY_MS}.
 *
 * @throws an error of the request that is not retryable, or the signal's reason after an abort
 */
export async function retryWithBackoff<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, MAX_DELAY_MS)) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof DispatchError && error.retryable)) {
        throw error;
      }
    }
    await wait(delay, undefined, { signal });
  }
}
