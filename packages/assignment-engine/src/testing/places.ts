import { EARTH_RADIUS_METRES, type Point } from '@driver-dispatch/contract';

const METRES_PER_DEGREE = (Math.PI / 180) * EARTH_RADIUS_METRES;

let places = 0;

/** A place further from any other given to this spec file than any search reaches: tests share an engine. */
export function nextPlace(): Point {
  const index = places++;
  return { lat: -60 + (index % 40) * 3, lon: -170 + Math.floor(index / 40) * 10 };
}

/** The point so many metres north of another along its meridian. */
export function north(point: Point, metres: number): Point {
  return { lat: point.lat + metres / METRES_PER_DEGREE, lon: point.lon };
}
