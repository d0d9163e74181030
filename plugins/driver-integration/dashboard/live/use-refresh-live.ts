import { useQueryClient } from '@vendure/dashboard';
import { LIVE_KEY } from './live-keys';

/** Returns a function that refetches all live data of the page: lists, tiles, maps and details. */
export function useRefreshLive(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes(LIVE_KEY) });
}
