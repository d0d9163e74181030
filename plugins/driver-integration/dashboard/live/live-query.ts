import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { queryOptions } from '@tanstack/react-query';
import { api } from '@vendure/dashboard';

/** How often what is on the screen is asked for again, in ms; not while the tab is hidden. */
export const LIVE_EVERY_MS = 3_000;

/** What the keys of all live queries begin with. */
export const LIVE_KEY = 'driver-dispatch';

/**
 * Options of a query that keeps itself up to date.
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
    refetchInterval: LIVE_EVERY_MS,
  });
}
