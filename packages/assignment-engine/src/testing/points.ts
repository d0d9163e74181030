import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

const METRES_PER_DEGREE = (Math.PI / 180) * EARTH_RADIUS_METRES;

let created = 0;

/** Returns a point that no search from another point of this spec file can reach. Tests share an engine. */
export function nextPoint(): Point {
  const index = created++;
  return { lat: -60 + (index % 40) * 3, lon: -170 + Math.floor(index / 40) * 10 };
}

/** Returns the point `metres` north of another. */
export function north(point: Point, metres: number): Point {
  return { lat: point.lat + metres / METRES_PER_DEGREE, lon: point.lon };
}
