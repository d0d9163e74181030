import type { Point } from '../geometry/point';

/** A tenth of a metre: what is picked on a map is no more exact than that. */
const DIGITS = 6;

export function rounded({ lat, lon }: Point): Point {
  return { lat: Number(lat.toFixed(DIGITS)), lon: Number(lon.toFixed(DIGITS)) };
}
