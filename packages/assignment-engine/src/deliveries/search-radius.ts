import type { SellerOrder } from '@driver-dispatch/contract';
import type { EngineConfiguration } from '../configuration/engine-options';

/** Metres from the pickup within which a driver is looked for. */
export function searchRadiusOf(
  { searchRadiusMetres }: SellerOrder,
  { searchRadiusMetres: fallback, maxSearchRadiusMetres }: EngineConfiguration['assignment'],
): number {
  return Math.min(searchRadiusMetres ?? fallback, maxSearchRadiusMetres);
}
