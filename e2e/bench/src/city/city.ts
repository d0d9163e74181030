import { offsetPoint, type Point } from '@driver-dispatch/contract';

const CENTRE: Point = { lat: 52.52, lon: 13.405 };

/** Half of the city's side length in metres. */
const HALF_METRES = 10_000;

const CORNER = offsetPoint(CENTRE, HALF_METRES, HALF_METRES);

/** SQL expressions for a random location in the city. */
export const RANDOM_LAT = `${CENTRE.lat} + (2 * random() - 1) * ${CORNER.lat - CENTRE.lat}`;
export const RANDOM_LON = `${CENTRE.lon} + (2 * random() - 1) * ${CORNER.lon - CENTRE.lon}`;

/** Returns a random location in the city. */
export function randomPoint(): Point {
  return pointNear(CENTRE, HALF_METRES);
}

/** Returns a random location at most `metres` north or south, and east or west, of another one. */
export function pointNear(point: Point, metres: number): Point {
  return offsetPoint(point, spread(metres), spread(metres));
}

function spread(half: number): number {
  return (2 * Math.random() - 1) * half;
}
