import { noSuchRoute } from './no-such-route';

/**
 * Returns the keys of a route.
 *
 * @throws DispatchError `not_found`, as for a path that does not exist, if no key is configured
 */
export function requireKeys<T>(keys: readonly T[] | undefined): T[] {
  if (!keys?.length) {
    throw noSuchRoute();
  }
  return [...keys];
}
