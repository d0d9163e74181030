import { setTimeout as sleep } from 'node:timers/promises';
import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { World } from './world';

const POLL_EVERY_MS = 200;

/** Tolerance for locations in the index, which stores geohashes. */
const LOCATION_TOLERANCE_METRES = 5;

/** Excludes deliveries that the engine lists as unmatched, as a restored shop lacks them. I3.unmatched checks the list. */
const MATCHED = 'unmatched_since IS NULL';

export interface Convergence {
  /** Whether shop, engine and index became equal, without an unfinished order or an unsent event. */
  reached: boolean;
  ms: number;
  /** Descriptions of what was unfinished at the timeout. */
  unfinished: string[];
}

export interface ConvergenceOptions {
  timeoutMs: number;
  /** Whether deliveries may be unfinished. */
  open?: boolean;
  /** Whether `delivery.unassigned` must have been written for each PENDING order. */
  announced?: boolean;
  /** Report times of the locations that PostgreSQL must have stored, in ms since 1970, by driver. */
  locations?: ReadonlyMap<string, number>;
}

/**
 * Waits until all work of a run is complete: each order ended (unless `open`), each event sent and applied, shop and engine
 * equal, the index equal to PostgreSQL.
 *
 * @param scope prefix of every id of the run
 */
export async function converge(
  world: World,
  scope: string,
  { timeoutMs, open = false, announced = false, locations = new Map() }: ConvergenceOptions,
): Promise<Convergence> {
  const started = Date.now();
  for (;;) {
    const unfinished = await Promise.all([
      findUnfinished(world, scope, open, announced),
      findUnstoredLocations(world, locations),
    ])
      .then((lists) => lists.flat())
      .catch((error: Error) => [error.message]);
    const ms = Date.now() - started;
    if (unfinished.length === 0 || ms > timeoutMs) {
      return { reached: unfinished.length === 0, ms, unfinished };
    }
    await sleep(POLL_EVERY_MS);
  }
}

async function findUnstoredLocations(
  world: World,
  locations: ReadonlyMap<string, number>,
): Promise<string[]> {
  const { rows } = await world.engineDatabase.query<{ id: string; at: number | null }>(
    `SELECT id, (extract(epoch FROM location_at) * 1000)::float8 AS at FROM driver_dispatch.drivers
     WHERE id = ANY ($1)`,
    [[...locations.keys()]],
  );
  return rows
    .filter(({ id, at }) => (at ?? 0) < locations.get(id)!)
    .map(({ id }) => `the last location of ${id} is not stored`);
}

async function findUnfinished(
  world: World,
  scope: string,
  open: boolean,
  announced: boolean,
): Promise<string[]> {
  const like = `${scope.replace(/[\\%_]/g, '\\$&')}%`;
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
     WHERE (order_code LIKE $1 OR submission_key = ANY ($2)) AND ${MATCHED}`,
    ofRun,
  );
  const unsent = await world.engineDatabase.query<{ line: string }>(
    `SELECT concat_ws(' ', d.order_code, e.sequence, e.type, e.last_error) AS line
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE (order_code LIKE $1 OR submission_key = ANY ($2)) AND e.acknowledged_at IS NULL AND ${MATCHED} LIMIT 20`,
    ofRun,
  );
  // Redis can't index latitudes beyond 85 degrees.
  const available = await world.engineDatabase.query<{ id: string; lat: number; lon: number }>(
    `SELECT id, lat, lon FROM driver_dispatch.drivers
     WHERE id LIKE $1 AND status = 'AVAILABLE' AND active AND lat IS NOT NULL AND abs(lat) <= 85`,
    [like],
  );
  const indexed = (await world.redis.zrange('drivers:geo', 0, -1)).filter((id) => id.startsWith(scope));
  const positions = indexed.length === 0 ? [] : await world.redis.geopos('drivers:geo', ...indexed);
  const engineByKey = new Map(inEngine.rows.map((row) => [row.key, row]));
  const isOpen = ({ state }: { state: string }) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
  return [
    ...inEngine.rows
      .filter((row) => !open && isOpen(row))
      .map(({ code, state, driver }) => `${code} is ${state} with driver ${driver}`),
    ...inEngine.rows
      .filter(({ state, isAnnounced }) => announced && state === 'PENDING' && !isAnnounced)
      .map(({ code }) => `${code} is PENDING without delivery.unassigned`),
    ...unsent.rows.map(({ line }) => `unsent: ${line}`),
    ...inShop.rows
      .filter(({ key, state, sequence }) => {
        const other = engineByKey.get(key);
        return other?.state !== state || other.sequence !== sequence;
      })
      .map(
        ({ key, code, state }) =>
          `${code} is ${state} in the shop, ${engineByKey.get(key)?.state} in the engine`,
      ),
    ...inShop.rows
      .filter(({ cancelling }) => cancelling)
      .map(({ code }) => `the cancellation of ${code} is not answered`),
    ...differences(available.rows, new Map(indexed.map((id, i) => [id, positions[i]]))),
  ];
}

/** Describes the differences between the index and PostgreSQL, which stores locations a moment later. */
function differences(
  available: (Point & { id: string })[],
  indexed: Map<string, [string, string] | null | undefined>,
): string[] {
  const availableIds = new Set(available.map(({ id }) => id));
  return [
    ...[...indexed.keys()]
      .filter((id) => !availableIds.has(id))
      .map((id) => `${id} is indexed but not AVAILABLE`),
    ...available.flatMap(({ id, lat, lon }) => {
      const position = indexed.get(id);
      if (!position) {
        return [`${id} is not indexed`];
      }
      const indexedAt = { lat: Number(position[1]), lon: Number(position[0]) };
      const metres = greatCircleDistance({ lat, lon }, indexedAt);
      return metres > LOCATION_TOLERANCE_METRES
        ? [`${id} is indexed ${Math.round(metres)} m from its location`]
        : [];
    }),
  ];
}
