import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

const DEGREES_PER_RADIAN = 180 / Math.PI;

/**
 * The WGS 84 point some metres east and north of an origin, by the equirectangular projection at the
 * origin's latitude. Distances between such points are those of the plane to within the cosine's change over
 * the extent: a millionth for 15 km at the equator, a few thousandths at 52 degrees.
 */
export function metresFrom(origin: Point, east: number, north: number): Point {
  const parallelRadius = EARTH_RADIUS_METRES * Math.cos(origin.lat / DEGREES_PER_RADIAN);
  return {
    lat: origin.lat + (north / EARTH_RADIUS_METRES) * DEGREES_PER_RADIAN,
    lon: origin.lon + (east / parallelRadius) * DEGREES_PER_RADIAN,
  };
}
