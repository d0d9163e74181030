import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { near } from '../city/city';
import { OUTCOME, type LoadReport } from '../load/load';
import { driverAppRequest } from '../load/requests';
import type { Bench } from '../world/bench';
import type { Fleet } from '../world/fleet';

/** Locations that one request carries. */
export const LOCATIONS_A_REQUEST = 500;

/** How far a driver moves between two locations, in metres. */
const STEP_METRES = 30;

/** Over so many ms the times at which locations were measured are spread. */
const MEASURED_WITHIN_MS = 400;

/** A place in the index is as exact as its geohash. */
const SAME_PLACE_METRES = 5;

export interface SignedLocations {
  requests: Buffer[];
  /** Of each request: who is where, and when that was measured. */
  batches: { drivers: { id: string; point: Point }[]; recordedAt: Date }[];
}

/** Batches of locations: one driver after the other, a step further each time. */
export async function signLocations(bench: Bench, fleet: Fleet, count: number): Promise<SignedLocations> {
  const key = bench.servers.keys.driverApp[0]!;
  const places = await fleet.places();
  const since = Date.now() - MEASURED_WITHIN_MS;
  const signed: SignedLocations = { requests: [], batches: [] };
  for (let i = 0; i < count; i++) {
    const drivers = Array.from({ length: Math.min(LOCATIONS_A_REQUEST, places.length) }, (_, n) => {
      const at = (i * LOCATIONS_A_REQUEST + n) % places.length;
      places[at] = { id: places[at]!.id, point: near(places[at]!.point, STEP_METRES) };
      return places[at];
    });
    const recordedAt = new Date(since + Math.floor((i * MEASURED_WITHIN_MS) / count));
    const locations = drivers.map(({ id, point }) => ({
      ...{ driverId: id, point },
      recordedAt: recordedAt.toISOString(),
    }));
    signed.requests.push(driverAppRequest('locations', key, { type: 'driver.report_locations', locations }));
    signed.batches.push({ drivers, recordedAt });
  }
  return signed;
}

interface Latest {
  point: Point;
  recordedAt: Date;
}

/** The newest location of each driver that was answered with success. */
export function latestOf({ batches }: SignedLocations, { outcomes }: LoadReport): Map<string, Latest> {
  const latest = new Map<string, Latest>();
  batches.forEach(({ drivers, recordedAt }, i) => {
    if (outcomes[i] === OUTCOME.TAKEN) {
      drivers.forEach(({ id, point }) => latest.set(id, { point, recordedAt }));
    }
  });
  return latest;
}

/** @returns how many drivers Redis has elsewhere than they were last told to be */
export async function misplacedInRedis(bench: Bench, latest: Map<string, Latest>): Promise<number> {
  const ids = [...latest.keys()];
  let misplaced = 0;
  for (let from = 0; from < ids.length; from += 1_000) {
    const page = ids.slice(from, from + 1_000);
    const places = await bench.servers.redis.geopos('drivers:geo', ...page);
    misplaced += page.filter((id, i) => {
      const place = places[i];
      const seen = place && { lon: Number(place[0]), lat: Number(place[1]) };
      return !seen || greatCircleDistance(seen, latest.get(id)!.point) > SAME_PLACE_METRES;
    }).length;
  }
  return misplaced;
}

/** @returns how many drivers PostgreSQL has an older location of than they have told */
export async function behindInPostgres(fleet: Fleet, latest: Map<string, Latest>): Promise<number> {
  const { rows } = await fleet.database.query<{ behind: number }>(
    `SELECT count(*)::int AS behind FROM unnest($1::text[], $2::timestamptz[]) AS told (id, recorded_at)
     JOIN driver_dispatch.drivers d ON d.id = told.id WHERE d.location_at < told.recorded_at`,
    [[...latest.keys()], [...latest.values()].map(({ recordedAt }) => recordedAt)],
  );
  return rows[0]!.behind;
}
