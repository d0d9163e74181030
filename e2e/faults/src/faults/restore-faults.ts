import { setTimeout as sleep } from 'node:timers/promises';
import { ShopBackup } from '../world/shop-backup';
import type { Fault, Scene } from './fault';

/** Orders that a restore must lose at least, and order ids that must be used again at least. */
const ENOUGH = 10;

/** How long a busy machine may take for so many orders, in ms. */
const ORDERS_WITHIN_MS = 90_000;

export const restoredShop: Fault = {
  id: 'F27',
  title: 'Vendure restored to a backup, then reset: order ids are used again',
  restoresShop: true,
  minima: { 'I3.unmatched': 20, 'I10.unique': 40, 'I10.order': 10, 'I10.delivery': 10, 'I10.event': 10 },
  async run(scene) {
    const { world, inject, length } = scene;
    const backup = new ShopBackup(world);
    scene.rush();
    await sleep(length === 'short' ? 1_500 : 15_000);
    await whileIdle(scene, () => inject('a backup of Vendure is made', () => backup.make()));
    await lost(scene, () => backup.restore(), 'Vendure is restored to the backup');
    if (length === 'full') {
      await sleep(15_000);
      await lost(scene, () => backup.reset(), 'Vendure is reset');
    }
  },
};

/** Places orders, takes the shop back to before them, and places orders with the same ids. */
async function lost(scene: Scene, takeBack: () => Promise<void>, what: string): Promise<void> {
  const { inject, eventually, expect, caller } = scene;
  const before = (await keysOfShop(scene)).size;
  await eventually(
    'orders are placed that will be lost',
    async () => (await keysOfShop(scene)).size >= before + ENOUGH,
    ORDERS_WITHIN_MS,
  );
  await whileIdle(scene, () => inject(what, takeBack));
  await caller.operate('POST', '/v1/reconcile', {});
  await eventually(
    'order ids are used again',
    async () => (await reusedIds(scene)) >= ENOUGH,
    ORDERS_WITHIN_MS,
  );
  await eventually('every delivery that the shop does not know is listed', async () => {
    const { deliveries } = (await caller.operate('GET', '/v1/unmatched-deliveries?take=500')) as {
      deliveries: { submissionKey: string }[];
    };
    const listed = new Set(deliveries.map(({ submissionKey }) => submissionKey));
    const known = await keysOfShop(scene);
    const missing = (await keysOfEngine(scene)).filter((key) => !known.has(key) && !listed.has(key));
    return missing.length === 0 || `${missing.length} are not listed`;
  });
  const { alerts } = (await caller.operate('GET', '/v1/alerts')) as { alerts: { type: string }[] };
  expect(
    alerts.some(({ type }) => type === 'unmatched_delivery.added'),
    'no alert is open for unmatched deliveries',
  );
}

/**
 * Works while no order is placed and the engine has everything that the shop has accepted: a backup loses what only the
 * shop had, and no key can bring that back.
 */
function whileIdle(scene: Scene, work: () => Promise<void>): Promise<void> {
  const { world, scope, quiet, eventually } = scene;
  return quiet(async () => {
    await eventually('the engine has everything that the shop has accepted', async () => {
      const { rows } = await world.shopDatabase.query(
        `SELECT FROM driver_delivery WHERE starts_with("orderCode", $1)
           AND (state = 'SUBMITTING' OR ("cancelRequestedAt" IS NOT NULL AND "cancelAnsweredAt" IS NULL))`,
        [scope],
      );
      return rows.length === 0;
    });
    await work();
  });
}

async function keysOfShop({ world, scope }: Scene): Promise<Set<string>> {
  const { rows } = await world.shopDatabase.query<{ key: string }>(
    `SELECT "submissionKey" AS key FROM driver_delivery WHERE starts_with("orderCode", $1)`,
    [scope],
  );
  return new Set(rows.map(({ key }) => key));
}

async function keysOfEngine({ world, scope }: Scene): Promise<string[]> {
  const { rows } = await world.engineDatabase.query<{ key: string }>(
    'SELECT submission_key AS key FROM driver_dispatch.deliveries WHERE starts_with(order_code, $1)',
    [scope],
  );
  return rows.map(({ key }) => key);
}

/** How many orders of the shop have the id of another order that the engine had before. */
async function reusedIds({ world, scope }: Scene): Promise<number> {
  const { rows } = await world.shopDatabase.query<{ id: string; key: string }>(
    `SELECT "orderId"::text AS id, "submissionKey" AS key FROM driver_delivery WHERE starts_with("orderCode", $1)`,
    [scope],
  );
  const found = await world.engineDatabase.query<{ reused: number }>(
    `SELECT count(DISTINCT d.seller_order_id)::int AS reused FROM driver_dispatch.deliveries d
     JOIN unnest($1::text[], $2::text[]) AS shop (id, key) ON shop.id = d.seller_order_id
     WHERE d.submission_key <> shop.key AND starts_with(d.order_code, $3)`,
    [rows.map(({ id }) => id), rows.map(({ key }) => key), scope],
  );
  return found.rows[0]!.reused;
}
