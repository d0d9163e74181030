import { isDatabaseUnavailable, isLockTimeout } from './database-error';

type Work<I, O> = (items: I[]) => Promise<(O | PromiseLike<O>)[]>;

/**
 * Retries a failed batch item by item, so that an item that fails does not affect the others. Does not retry while
 * PostgreSQL is unavailable.
 */
export function retryIndividually<I, O>(work: Work<I, O>): Work<I, O> {
  return async (items) => {
    try {
      return await work(items);
    } catch (error) {
      if (items.length === 1 || (isDatabaseUnavailable(error) && !isLockTimeout(error))) {
        throw error;
      }
      return items.map((item) => work([item]).then(([result]) => result as O));
    }
  };
}
