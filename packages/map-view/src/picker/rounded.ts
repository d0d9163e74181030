import type { Point } from '../geometry/point';

/** Six digits are about a tenth of a metre, the precision of a point on the map. */
const DIGITS = 6;

export function rounded({ lat, lon }: Point): Point {
  return { lat: Number(lat.toFixed(DIGITS)), lon: Number(lon.toFixed(DIGITS)) };
}
