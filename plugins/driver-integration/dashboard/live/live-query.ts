import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { api, queryOptions } from '@vendure/dashboard';
import { LIVE_KEY, SLOW_KEY } from './live-keys';

/** Refetch interval in ms. Hidden tabs do not refetch. */
export const LIVE_INTERVAL_MS = 3_000;

/** Refetch interval of expensive queries in ms. */
export const SLOW_INTERVAL_MS = 15_000;

/** Timeout of a request in ms. The next refetch waits for it. */
const TIMEOUT_MS = 20_000;

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
    queryFn: () => request(document, variables),
    refetchInterval: LIVE_INTERVAL_MS,
  });
}

/** Options of an expensive query, which refetches less often. */
export function slowQuery<Result, Variables extends object>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
) {
  return queryOptions({
    queryKey: [LIVE_KEY, document, variables, SLOW_KEY],
    queryFn: () => request(document, variables),
    refetchInterval: SLOW_INTERVAL_MS,
  });
}

/** Sends a query. Rejects if the shop does not respond in time. */
export function request<Result, Variables extends object>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  return Promise.race([api.query(document, variables), timeout()]);
}

/** Rejects after {@link TIMEOUT_MS}, as requests of the dashboard can't be aborted. */
async function timeout(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS));
  throw new Error('The shop does not respond');
}
