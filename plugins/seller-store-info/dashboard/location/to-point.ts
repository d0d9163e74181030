import type { Point } from '@driver-dispatch/map-view';

/** Returns the point of two fields, or undefined if one of them is empty or out of range. */
export function toPoint(lat: number | null | undefined, lon: number | null | undefined): Point | undefined {
  return lat != null && lon != null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}
