import { isDatabaseUnavailable, isLockTimeout } from '../database/database-error';

type Work<I, O> = (items: I[]) => Promise<(O | PromiseLike<O>)[]>;

/**
 * Work of a batch that is tried item by item when it fails, so that one which can't be done spoils no other. A
 * PostgreSQL that is away is not asked again for each of them.
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
