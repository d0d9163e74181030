import type { Point } from '../messages/point';
import { EARTH_RADIUS_METRES } from './great-circle-distance';

const DEGREES_PER_RADIAN = 180 / Math.PI;

/**
 * Returns the point `east` and `north` metres from an origin, by the equirectangular projection at the origin's latitude.
 * The relative error of distances within 15 km is a millionth at the equator and a few thousandths at 52 degrees.
 */
export function offsetPoint(origin: Point, east: number, north: number): Point {
  const parallelRadius = EARTH_RADIUS_METRES * Math.cos(origin.lat / DEGREES_PER_RADIAN);
  return {
    lat: origin.lat + (north / EARTH_RADIUS_METRES) * DEGREES_PER_RADIAN,
    lon: origin.lon + (east / parallelRadius) * DEGREES_PER_RADIAN,
  };
}
