import { setTimeout as sleep } from 'node:timers/promises';
import { ShopBackup } from '../world/shop-backup';
import type { Fault, Scene } from './fault';

/** Smallest number of orders that a restore must lose, and of order ids that must be reused. */
const ENOUGH = 10;

/** Time for that many orders on a busy machine, in ms. */
const ORDERS_WITHIN_MS = 90_000;

export const restoredShop: Fault = {
  id: 'F27',
  title: 'Vendure restored from a backup, then reset: order ids are reused',
  restoresShop: true,
  minima: { 'I3.unmatched': 20, 'I10.unique': 40, 'I10.order': 10, 'I10.delivery': 10, 'I10.event': 10 },
  async run(scene) {
    const { world, inject, length } = scene;
    const backup = new ShopBackup(world);
    const since = new Date().toISOString();
    scene.startWorkload();
    await sleep(length === 'short' ? 1_500 : 15_000);
    await whileIdle(scene, () => inject('backup of Vendure made', () => backup.make()));
    await loseOrders(scene, since, () => backup.restore(), 'Vendure restored from the backup');
    if (length === 'full') {
      await sleep(15_000);
      await loseOrders(scene, since, () => backup.reset(), 'Vendure reset');
    }
  },
};

/** Places orders, resets the shop to a state without them, and places orders with the same ids. */
async function loseOrders(
  scene: Scene,
  since: string,
  loseShopData: () => Promise<void>,
  what: string,
): Promise<void> {
  const { inject, eventually, expect, caller } = scene;
  const before = (await keysOfShop(scene)).size;
  await eventually(
    'the orders to be lost are placed',
    async () => (await keysOfShop(scene)).size >= before + ENOUGH,
    ORDERS_WITHIN_MS,
  );
  await whileIdle(scene, () => inject(what, loseShopData));
  // Only the deliveries of this fault: comparing those of earlier faults as well can exceed the request's timeout.
  await caller.operate('POST', '/v1/reconcile', { since });
  await eventually('order ids are reused', async () => (await reusedIds(scene)) >= ENOUGH, ORDERS_WITHIN_MS);
  await eventually('every unmatched delivery is listed', async () => {
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
 * Runs `work` while no order is placed and the shop has submitted all its orders to the engine. A restore loses unsubmitted
 * orders for good.
 */
function whileIdle(scene: Scene, work: () => Promise<void>): Promise<void> {
  const { world, scope, withoutOrders, eventually } = scene;
  return withoutOrders(async () => {
    await eventually('the shop has submitted all orders and cancellations', async () => {
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

/** Returns the number of the shop's orders whose id belongs to a different order in the engine. */
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
