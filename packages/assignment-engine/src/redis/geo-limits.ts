import type { Point } from '@driver-dispatch/contract';

/** Redis keeps no position beyond these latitudes (EPSG:3857, as its documentation of GEOADD says). */
export const MAX_GEO_LATITUDE = 85.05112878;

const METRES_PER_DEGREE = 111_000;

/** Whether Redis can hold a driver at this point. */
export function fitsGeoIndex(point: Point): boolean {
  return Math.abs(point.lat) <= MAX_GEO_LATITUDE;
}

/** Whether every driver within the radius would be one that Redis can hold. */
export function fitsGeoSearch(point: Point, radiusMetres: number): boolean {
  return Math.abs(point.lat) + radiusMetres / METRES_PER_DEGREE <= MAX_GEO_LATITUDE;
}

/** A longitude for Redis, whose cells end before 180 degrees: the antimeridian is at -180 degrees. */
export function geoLongitude(lon: number): number {
  return lon === 180 ? -180 : lon;
}
