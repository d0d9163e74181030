import type { Point } from '@driver-dispatch/contract';

/** GEOADD accepts no latitudes beyond this one (EPSG:3857). */
export const MAX_GEO_LATITUDE = 85.05112878;

const METRES_PER_DEGREE = 111_000;

/** Whether Redis can store this point. */
export function fitsGeoIndex(point: Point): boolean {
  return Math.abs(point.lat) <= MAX_GEO_LATITUDE;
}

/** Whether Redis can store every point within the radius. */
export function fitsGeoSearch(point: Point, radiusMetres: number): boolean {
  return Math.abs(point.lat) + radiusMetres / METRES_PER_DEGREE <= MAX_GEO_LATITUDE;
}

/** The longitude to use in Redis: -180 for 180 degrees, as the cells of Redis end before 180 degrees. */
export function geoLongitude(lon: number): number {
  return lon === 180 ? -180 : lon;
}
