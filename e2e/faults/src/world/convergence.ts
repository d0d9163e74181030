import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world';

const LOOK_EVERY_MS = 100;

export interface Convergence {
  /** Whether both sides and the index came to be equal, with no order and no event left over. */
  reached: boolean;
  ms: number;
  /** What was left over when it was given up. */
  left: string[];
}

/**
 * Waits until nothing of a run is under way any more: each order ended, each event told and applied, both sides
 * equal, the index equal to PostgreSQL.
 *
 * @param open whether orders may still wait, or be on their way
 */
export async function converge(
  world: World,
  prefix: string,
  { timeoutMs, open = false }: { timeoutMs: number; open?: boolean },
): Promise<Convergence> {
  const started = Date.now();
  for (;;) {
    const left = await leftOver(world, prefix, open).catch((error: Error) => [error.message]);
    const ms = Date.now() - started;
    if (left.length === 0 || ms > timeoutMs) {
      return { reached: left.length === 0, ms, left };
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function leftOver(world: World, prefix: string, open: boolean): Promise<string[]> {
  const like = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
  const inShop = await world.shopDatabase.query<{
    code: string;
    id: string;
    state: string;
    sequence: number;
  }>(
    `SELECT "orderCode" AS code, "sellerOrderId" AS id, state, sequence FROM driver_delivery
     WHERE "orderCode" LIKE $1`,
    [like],
  );
  const ofRun = [like, inShop.rows.map(({ id }) => id)];
  const inEngine = await world.engineDatabase.query<{
    id: string;
    state: string;
    sequence: number;
    driver: string;
  }>(
    `SELECT seller_order_id AS id, state, sequence, driver_id AS driver FROM driver_dispatch.deliveries
     WHERE seller_order_id LIKE $1 OR seller_order_id = ANY ($2)`,
    ofRun,
  );
  const untold = await world.engineDatabase.query<{ line: string }>(
    `SELECT concat_ws(' ', d.seller_order_id, e.sequence, e.type, e.last_error) AS line
     FROM driver_dispatch.delivery_events e JOIN driver_dispatch.deliveries d ON d.id = e.delivery_id
     WHERE (seller_order_id LIKE $1 OR seller_order_id = ANY ($2)) AND e.relayed_at IS NULL LIMIT 20`,
    ofRun,
  );
  const available = await world.engineDatabase.query<{ id: string }>(
    `SELECT id FROM driver_dispatch.drivers
     WHERE id LIKE $1 AND status = 'AVAILABLE' AND active AND position IS NOT NULL AND abs(lat) <= 85`,
    [like],
  );
  const indexed = (await world.redis.zrange('drivers:geo', 0, -1)).filter((id) => id.startsWith(prefix));
  const known = new Map(inEngine.rows.map((row) => [row.id, row]));
  const isOpen = ({ state }: { state: string }) => ['PENDING', 'ASSIGNED', 'PICKED_UP'].includes(state);
  return [
    ...inEngine.rows
      .filter((row) => !open && isOpen(row))
      .map(({ id, state, driver }) => `${id} is ${state}, its driver ${driver}`),
    ...untold.rows.map(({ line }) => `untold: ${line}`),
    ...inShop.rows
      .filter(({ id, state, sequence }) => {
        const other = known.get(id);
        return other?.state !== state || other.sequence !== sequence;
      })
      .map(({ id, code, state }) => `${code} is ${state} in the shop, ${known.get(id)?.state} in the engine`),
    ...difference(
      available.rows.map(({ id }) => id),
      indexed,
    ),
  ];
}

function difference(available: string[], indexed: string[]): string[] {
  const [one, other] = [new Set(available), new Set(indexed)];
  return [
    ...available.filter((id) => !other.has(id)).map((id) => `${id} is not indexed`),
    ...indexed.filter((id) => !one.has(id)).map((id) => `${id} is indexed`),
  ];
}
