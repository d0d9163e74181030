import type { DeliveryCandidate } from './candidates-document';

/** Whether a driver is farther from the store than the search radius, if there is one. */
export const isBeyond = (
  { distanceMetres }: Pick<DeliveryCandidate, 'distanceMetres'>,
  radiusMetres: number | null,
): boolean => radiusMetres !== null && (distanceMetres ?? 0) > radiusMetres;
