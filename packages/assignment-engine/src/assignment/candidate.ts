import {
  greatCircleDistance,
  unmetRequirement,
  type DriverTraits,
  type Point,
  type Requirements,
  type UnmetRequirement,
} from '@driver-dispatch/contract';
import type { DriverAvailability } from '../redis/driver-availability';

/** A driver who may be assigned to a delivery. */
export interface Candidate {
  driverId: string;
  /** Great-circle distance from driver to pickup, in metres. */
  distanceMetres: number;
  /** When the driver became AVAILABLE, in ms since the epoch. */
  idleSince: number;
  /** The driver's location in the index, checked by the claim; absent if the candidate came from PostgreSQL. */
  indexed?: IndexedLocation;
}

/** A driver's location in the availability index. */
export interface IndexedLocation {
  point: Point;
  /** When the device measured it, in ms since the epoch; 0 if unknown. */
  locatedAt: number;
}

/** Maximum error of a location in the index, in metres. It is smaller than that of a measured location. */
export const INDEX_ERROR_METRES = 3;

/**
 * Whether the index has a wrong location of a candidate: PostgreSQL's location differs and is at least as new. The same
 * condition as in claim-drivers.sql.
 */
export function isMisplaced({ indexed }: Candidate, driver: DriverAvailability | undefined): boolean {
  if (!indexed || !driver || driver.lat === null || driver.lon === null) {
    return false;
  }
  const storedAt = driver.locationAt?.getTime() ?? 0;
  const metres = greatCircleDistance({ lat: driver.lat, lon: driver.lon }, indexed.point);
  return indexed.locatedAt <= storedAt && metres > INDEX_ERROR_METRES;
}

/** A search for drivers around a pickup. */
export interface CandidateSearch {
  point: Point;
  radiusMetres: number;
  channelId: string;
  requirements: Requirements | null;
  /** Drivers to exclude: their claim for this delivery failed, or they had an offer of it. */
  excluded: Set<string>;
  /** Drivers who don't meet the requirements, by id. */
  skipped: Map<string, SkippedDriver>;
}

/** A driver who doesn't meet the requirements of an order. */
export interface SkippedDriver {
  distanceMetres: number;
  reason: UnmetRequirement;
}

/** Whether a driver meets the requirements of a search. Notes a driver who does not. */
export function meetsRequirements(
  { requirements, skipped }: CandidateSearch,
  { driverId, distanceMetres }: Pick<Candidate, 'driverId' | 'distanceMetres'>,
  traits: DriverTraits,
): boolean {
  const reason = unmetRequirement(traits, requirements);
  if (reason) {
    skipped.set(driverId, { distanceMetres, reason });
  }
  return !reason;
}

/**
 * Order of preference: the nearest, in whole metres, as locations are not more precise; then the longest idle time; then
 * the lower id, so that every engine ranks alike.
 */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Math.round(a.distanceMetres) - Math.round(b.distanceMetres) ||
    a.idleSince - b.idleSince ||
    (a.driverId < b.driverId ? -1 : a.driverId > b.driverId ? 1 : 0)
  );
}

/** The candidates with their distances from a pickup, best first. */
export function rankCandidates<T extends Omit<Candidate, 'distanceMetres'> & { point: Point }>(
  pickup: Point,
  drivers: readonly T[],
): (Omit<T, 'point'> & Candidate)[] {
  return drivers
    .map(({ point, ...driver }) => ({ ...driver, distanceMetres: greatCircleDistance(point, pickup) }))
    .sort(compareCandidates);
}

/**
 * Whether a list that was cut off at its limit may miss drivers who rank before its first one. That is only possible if
 * all candidates of the list have the same distance in whole metres.
 */
export function mayHideNearer(ranked: readonly Candidate[]): boolean {
  const [first] = ranked;
  const last = ranked.at(-1);
  return !first || !last || Math.round(first.distanceMetres) === Math.round(last.distanceMetres);
}

/** Latitudes, longitudes and times of the candidates' locations in the index: three parameters of a claim. */
export function indexedLocations(candidates: readonly (Candidate | undefined)[]) {
  const locations = candidates.map((candidate) => candidate?.indexed);
  return [
    locations.map((location) => location?.point.lat ?? null),
    locations.map((location) => location?.point.lon ?? null),
    locations.map((location) => location && new Date(location.locatedAt)),
  ];
}
