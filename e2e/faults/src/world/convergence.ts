import { setTimeout as sleep } from 'node:timers/promises';
import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { World } from './world';

const LOOK_EVERY_MS = 200;

/** A place in the index is as exact as its geohash. */
const SAME_PLACE_METRES = 5;

/** Leaves out what a restored shop does not know: the checker wants that it is shown. */
const KNOWN = 'unmatched_since IS NULL';

export interface Convergence {
  /** Whether both sides and the index came to be equal, with no order and no event left over. */
  reached: boolean;
  ms: number;
  /** What was left over when it was given up. */
  left: string[];
}

export interface ConvergenceOptions {
  timeoutMs: number;
  /** Whether orders may still wait, or be on their way. */
  open?: boolean;
  /** Whether Vendure has to know of each order that waits: an event is sent for each, once. */
  announced?: boolean;
  /** Locations that PostgreSQL has to have, by driver: when they were reported, in ms since 1970. */
  locations?: ReadonlyMap<string, number>;
}

/**
 * Waits until nothing of a run is under way any more: each order ended, each event told and applied, both sides
 * equal, the index equal to PostgreSQL.
 */
export async function converge(
  world: World,
  prefix: string,
  { timeoutMs, open = false, announced = false, locations = new Map() }: ConvergenceOptions,
): Promise<Convergence> {
  const started = Date.now();
  for (;;) {
    const left = await Promise.all([leftOver(world, prefix, open, announced), notStored(world, locations)])
      .then((lists) => lists.flat())
      .catch((error: Error) => [error.message]);
    const ms = Date.now() - started;
    if (left.length === 0 || ms > timeoutMs) {
      return { reached: left.length === 0, ms, left };
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function notStored(world: World, locations: ReadonlyMap<string, number>): Promise<string[]> {
  const { rows } = await world.engineDatabase.query<{ id: string; at: number | null }>(
    `SELECT id, (extract(epoch FROM location_at) * 1000)::float8 AS at FROM driver_dispatch.drivers
     WHERE id = ANY ($1)`,
    [[...locations.keys()]],
  );
  return rows
    .filter(({ id, at }) => (at ?? 0) < locations.get(id)!)
    .map(({ id }) => `the last location of ${id} is not stored`);
}

async function leftOver(world: World, prefix: string, open: boolean, announced: boolean): Promise<string[]> {
  const like = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
  const inShop = await world.shopDatabase.query<{
    code: string;
    key: string;
    state: string;
    sequence: number;
    cancelling: boolean;
  }>(
    `SELECT "orderCode" AS code, "submissionKey" AS key, state, sequence,
       "cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL AS cancelling
     FROM driver_delivery WHERE "orderCode" LIKE $1`,
    [like],
  );
  const ofRun = [like, inShop.rows.map(({ key }) => key)];
  const inEngine = await world.engineDatabase.query<{
    key: string;
    code: string;
    state: string;
    sequence: number;
    driver: string;
    isAnnounced: boolean;
  }>(
    `SELECT submission_key AS key, order_code AS code, state, sequence, driver_id AS driver, unassigned_at IS NOT NULL AS "isAnnounced"
     FROM driver_dispatch.deliveries
     WHERE (order_code LIKE $1 OR submission_key = ANY ($2)) AND ${KNOWN}`,
    ofRun,
  );
  const untold = await world.engineDatabase.query<{ line: string }>(
    `SELECT concat_ws(' ', d.order_code, e.sequence, e.type, e.last_error) AS line
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE (order_code LIKE $1 OR submission_key = ANY ($2)) AND e.acknowledged_at IS NULL AND ${KNOWN} LIMIT 20`,
    ofRun,
  );
  const available = await world.engineDatabase.query<{ id: string; lat: number; lon: number }>(
    `SELECT id, lat, lon FROM driver_dispatch.drivers
     WHERE id LIKE $1 AND status = 'AVAILABLE' AND active AND lat IS NOT NULL AND abs(lat) <= 85`,
    [like],
  );
  const indexed = (await world.redis.zrange('drivers:geo', 0, -1)).filter((id) => id.startsWith(prefix));
  const places = indexed.length === 0 ? [] : await world.redis.geopos('drivers:geo', ...indexed);
  const known = new Map(inEngine.rows.map((row) => [row.key, row]));
  const isOpen = ({ state }: { state: string }) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
  return [
    ...inEngine.rows
      .filter((row) => !open && isOpen(row))
      .map(({ code, state, driver }) => `${code} is ${state}, its driver ${driver}`),
    ...inEngine.rows
      .filter(({ state, isAnnounced }) => announced && state === 'PENDING' && !isAnnounced)
      .map(({ code }) => `${code} is PENDING, and not yet announced as such`),
    ...untold.rows.map(({ line }) => `untold: ${line}`),
    ...inShop.rows
      .filter(({ key, state, sequence }) => {
        const other = known.get(key);
        return other?.state !== state || other.sequence !== sequence;
      })
      .map(
        ({ key, code, state }) => `${code} is ${state} in the shop, ${known.get(key)?.state} in the engine`,
      ),
    ...inShop.rows
      .filter(({ cancelling }) => cancelling)
      .map(({ code }) => `the cancellation of ${code} is not answered`),
    ...differences(available.rows, new Map(indexed.map((id, i) => [id, places[i]]))),
  ];
}

/** In what the index is other than PostgreSQL: the latest places reach that a moment later. */
function differences(
  available: (Point & { id: string })[],
  indexed: Map<string, [string, string] | null | undefined>,
): string[] {
  const known = new Set(available.map(({ id }) => id));
  return [
    ...[...indexed.keys()].filter((id) => !known.has(id)).map((id) => `${id} is indexed`),
    ...available.flatMap(({ id, lat, lon }) => {
      const place = indexed.get(id);
      if (!place) {
        return [`${id} is not indexed`];
      }
      const off = greatCircleDistance({ lat, lon }, { lat: Number(place[1]), lon: Number(place[0]) });
      return off > SAME_PLACE_METRES ? [`${id} is ${Math.round(off)} m from where it is indexed`] : [];
    }),
  ];
}
