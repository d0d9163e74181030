import type { Point } from '@driver-dispatch/contract';

/** A driver who could take a delivery. */
export interface Candidate {
  driverId: string;
  /** Driver to pickup, great circle, in metres. */
  distanceMetres: number;
  /** When the driver became AVAILABLE, in ms since the epoch. */
  idleSince: number;
}

/** A place that wants a driver. */
export interface CandidateSearch {
  point: Point;
  radiusMetres: number;
  channelId: string;
  /** Drivers to pass over: PostgreSQL has refused them for this place. */
  without: Set<string>;
}

/**
 * Order of preference: the nearest, in whole metres, as a location tells no more; then who has been idle
 * longest; then the lower id, so that every engine ranks alike.
 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Math.round(a.distanceMetres) - Math.round(b.distanceMetres) ||
    a.idleSince - b.idleSince ||
    (a.driverId < b.driverId ? -1 : a.driverId > b.driverId ? 1 : 0)
  );
}

/**
 * Whether candidates that were cut off at a number could rank before the first of those that were not: they
 * can only when every one of them is as near, in whole metres, as the first.
 */
export function mayHideBetter(ranked: readonly Candidate[]): boolean {
  const [first] = ranked;
  const last = ranked.at(-1);
  return !first || !last || Math.round(first.distanceMetres) === Math.round(last.distanceMetres);
}
