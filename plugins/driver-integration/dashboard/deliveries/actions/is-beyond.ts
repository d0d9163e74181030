import type { DeliveryCandidate } from './candidates-document';

/** Whether a driver is farther from the store than the search radius, or may be: the distance or the radius is unknown. */
export const isBeyond = (
  { distanceMetres }: Pick<DeliveryCandidate, 'distanceMetres'>,
  radiusMetres: number | null,
): boolean => distanceMetres === null || radiusMetres === null || distanceMetres > radiusMetres;
