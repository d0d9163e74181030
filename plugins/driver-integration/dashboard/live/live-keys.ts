/** Part of the keys of all live queries; the first part, except in lists. */
export const LIVE_KEY = 'driver-dispatch';

/** Part of the keys of live queries that are expensive. They refetch less often. */
export const SLOW_KEY = 'driver-dispatch-slow';

export const isSlow = (queryKey: readonly unknown[]): boolean => queryKey.includes(SLOW_KEY);

/** Whether a query refetches every few seconds, so that older data is outdated. */
export const isFast = (queryKey: readonly unknown[]): boolean =>
  queryKey.includes(LIVE_KEY) && !isSlow(queryKey);

/**
 * Returns the key of a live list. A search is slow.
 *
 * @param key Vendure's key of a list, which ends with the search term
 * @param parts other variables of the list
 */
export function toLiveListKey(key: readonly unknown[], ...parts: unknown[]): unknown[] {
  return [...key, ...parts, LIVE_KEY, ...(key.at(-1) ? [SLOW_KEY] : [])];
}
