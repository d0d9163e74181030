import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { DriverAvailability } from '../redis/driver-availability';

/** A driver who could take a delivery. */
export interface Candidate {
  driverId: string;
  /** Driver to pickup, great circle, in metres. */
  distanceMetres: number;
  /** When the driver became AVAILABLE, in ms since the epoch. */
  idleSince: number;
  /** Where the index has the driver, to be checked at the claim; absent where PostgreSQL has told the distance. */
  indexed?: IndexedPlace;
}

/** A driver's place as the availability index has it. */
export interface IndexedPlace {
  point: Point;
  /** When the device measured it, in ms since the epoch; 0 when none has told. */
  locatedAt: number;
}

/** Metres by which the place of a driver in the index may be off: less than a location is. */
export const INDEX_ERROR_METRES = 3;

/**
 * Whether the index had a candidate elsewhere than PostgreSQL has the driver, though PostgreSQL's location is as new.
 * The same condition as in claim-drivers.sql.
 */
export function isMisplaced({ indexed }: Candidate, driver: DriverAvailability | undefined): boolean {
  if (!indexed || !driver || driver.lat === null || driver.lon === null) {
    return false;
  }
  const storedAt = driver.locationAt?.getTime() ?? 0;
  const metres = greatCircleDistance({ lat: driver.lat, lon: driver.lon }, indexed.point);
  return indexed.locatedAt <= storedAt && metres > INDEX_ERROR_METRES;
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
export function mayHideNearer(ranked: readonly Candidate[]): boolean {
  const [first] = ranked;
  const last = ranked.at(-1);
  return !first || !last || Math.round(first.distanceMetres) === Math.round(last.distanceMetres);
}
