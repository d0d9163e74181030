import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { api, queryOptions } from '@vendure/dashboard';

/** Refetch interval in ms. Hidden tabs do not refetch. */
export const LIVE_INTERVAL_MS = 3_000;

/** First part of the keys of all live queries. */
export const LIVE_KEY = 'driver-dispatch';

/**
 * Options of a query that refetches periodically.
 *
 * @example
 * ```ts
 * const { data } = useQuery(liveQuery(deliveryDetailDocument, { id }));
 * ```
 */
export function liveQuery<Result, Variables extends object>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
) {
  return queryOptions({
    queryKey: [LIVE_KEY, document, variables],
    queryFn: (): Promise<Result> => api.query(document, variables),
    refetchInterval: LIVE_INTERVAL_MS,
  });
}
