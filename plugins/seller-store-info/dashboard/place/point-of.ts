import type { Point } from '@driver-dispatch/map-view';

/** The point of two fields; undefined as long as one of them is empty or out of range. */
export function pointOf(lat: number | null | undefined, lon: number | null | undefined): Point | undefined {
  return lat != null && lon != null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}
