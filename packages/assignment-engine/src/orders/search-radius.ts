import type { SellerOrder } from '@driver-dispatch/contract';
import type { EngineConfiguration } from '../configuration/engine-options';

/** Search radius around the pickup, in metres. */
export function getSearchRadius(
  { searchRadiusMetres }: SellerOrder,
  { searchRadiusMetres: fallback, maxSearchRadiusMetres }: EngineConfiguration['assignment'],
): number {
  return Math.min(searchRadiusMetres ?? fallback, maxSearchRadiusMetres);
}
