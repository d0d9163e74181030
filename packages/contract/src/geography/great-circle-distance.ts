import type { Point } from '../messages/point';

/** Mean radius of the Earth in metres (IUGG arithmetic mean radius R1). */
export const EARTH_RADIUS_METRES = 6_371_008.8;

const toRadians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * Great-circle distance in metres between two WGS 84 points on a sphere of {@link EARTH_RADIUS_METRES}.
 *
 * Haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984): stable for
 * small distances, correct across the antimeridian and at the poles.
 */
export function greatCircleDistance(from: Point, to: Point): number {
  const sinLat = Math.sin(toRadians(to.lat - from.lat) / 2);
  const sinLon = Math.sin(toRadians(to.lon - from.lon) / 2);
  const h = sinLat * sinLat + Math.cos(toRadians(from.lat)) * Math.cos(toRadians(to.lat)) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}
