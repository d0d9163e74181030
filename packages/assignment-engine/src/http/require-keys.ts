import { DispatchError } from '@driver-dispatch/contract';
import type { FastifyRequest } from 'fastify';

/**
 * Returns the keys of a route.
 *
 * @throws DispatchError `not_found`, as for a path that does not exist, if no key is configured
 */
export function requireKeys<T>(
  keys: readonly T[] | undefined,
  request: Pick<FastifyRequest, 'method' | 'url'>,
): T[] {
  if (!keys?.length) {
    throw new DispatchError('not_found', `Cannot ${request.method} ${request.url}`);
  }
  return [...keys];
}
