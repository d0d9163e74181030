import type { Point } from '@driver-dispatch/contract';

const CENTRE: Point = { lat: 52.52, lon: 13.405 };

/** Half of the city's side length in degrees: a box of 20 km. */
const HALF = { lat: 10 / 111.195, lon: 10 / 67.665 };

/** SQL expressions for a random location in the city. */
export const RANDOM_LAT = `${CENTRE.lat} + (2 * random() - 1) * ${HALF.lat}`;
export const RANDOM_LON = `${CENTRE.lon} + (2 * random() - 1) * ${HALF.lon}`;

/** Returns a random location in the city. */
export function randomPoint(): Point {
  return { lat: CENTRE.lat + spread(HALF.lat), lon: CENTRE.lon + spread(HALF.lon) };
}

/** Returns a random location at most `metres` north or south, and east or west, of another one. */
export function pointNear({ lat, lon }: Point, metres: number): Point {
  const share = metres / 10_000;
  return { lat: lat + spread(HALF.lat * share), lon: lon + spread(HALF.lon * share) };
}

function spread(half: number): number {
  return (2 * Math.random() - 1) * half;
}
