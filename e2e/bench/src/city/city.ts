import type { Point } from '@driver-dispatch/contract';

/** How drivers and orders lie in the city: evenly, or most of them around centres. */
export type Layout = 'uniform' | 'clustered';

const CENTRE: Point = { lat: 52.52, lon: 13.405 };
const HALF_METRES = 10_000;
const METRES_PER_DEGREE = 111_195;
const METRES_PER_DEGREE_OF_LONGITUDE = METRES_PER_DEGREE * Math.cos((CENTRE.lat * Math.PI) / 180);

/** In a clustered city this share of all lies around one of the centres, the others anywhere. */
const CLUSTERED_SHARE = 0.7;

/** Metres east and north of the city's middle, and how far from it most lie. */
const CLUSTERS = [
  { east: 0, north: 0, spread: 1_200 },
  { east: -4_500, north: 1_500, spread: 900 },
  { east: 3_800, north: 2_800, spread: 700 },
  { east: 2_200, north: -4_100, spread: 1_000 },
  { east: -2_900, north: -5_600, spread: 600 },
  { east: 6_900, north: -1_200, spread: 500 },
  { east: -7_200, north: -2_100, spread: 500 },
  { east: -1_500, north: 6_800, spread: 700 },
] as const;

/** A place of the 20 km box, drawn at random. */
export function somewhere(layout: Layout): Point {
  const anywhere = () => (2 * Math.random() - 1) * HALF_METRES;
  if (layout === 'uniform' || Math.random() > CLUSTERED_SHARE) {
    return pointAt(anywhere(), anywhere());
  }
  const { east, north, spread } = CLUSTERS[Math.floor(Math.random() * CLUSTERS.length)]!;
  const distance = spread * Math.sqrt(-2 * Math.log(1 - Math.random()));
  const direction = 2 * Math.PI * Math.random();
  return pointAt(east + distance * Math.cos(direction), north + distance * Math.sin(direction));
}

/** A place so many metres at most from another one, to the east and to the north. */
export function near(point: Point, metres: number): Point {
  const off = () => (2 * Math.random() - 1) * metres;
  return {
    lat: round(point.lat + off() / METRES_PER_DEGREE),
    lon: round(point.lon + off() / METRES_PER_DEGREE_OF_LONGITUDE),
  };
}

function pointAt(east: number, north: number): Point {
  return {
    lat: round(CENTRE.lat + inBox(north) / METRES_PER_DEGREE),
    lon: round(CENTRE.lon + inBox(east) / METRES_PER_DEGREE_OF_LONGITUDE),
  };
}

function inBox(metres: number): number {
  return Math.max(-HALF_METRES, Math.min(HALF_METRES, metres));
}

/** To a tenth of a metre, as a device tells it. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
