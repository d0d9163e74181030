import type { Outcome } from '../outcome';
import { summarize } from '../statistics/summary';
import { DeliveryWatcher, type ShownSellerOrder } from '../shopper/delivery-watcher';
import { Shopper } from '../shopper/shopper';
import { errandOf } from '../shopper/shopping-list';
import { SELLERS } from '../shop/catalog-of-berlin';
import { SUPERADMIN } from '../shop/marketplace-config';
import type { DevServer } from './dev-server';
import { orderLineText, paidToAssignedMs } from './order-line-text';

/** Milliseconds an order has until all of it is delivered, and more for each order before it. */
const TIMEOUT_MS = 120_000;
const PATIENCE_PER_ORDER_MS = 5_000;

/**
 * Places orders one after another, waits until Vendure shows each of them delivered, and prints a line for each
 * seller order. All have to arrive.
 */
export async function checkOrders(server: DevServer, count: number, signal: AbortSignal): Promise<Outcome> {
  const started = Date.now();
  const shopper = new Shopper(server.shopApiUrl);
  const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
  const arrivals: Promise<ShownSellerOrder[]>[] = [];
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    const placed = await shopper.buy(errandOf(index, SELLERS, String(started)));
    arrivals.push(
      arrival(watcher, placed.id, TIMEOUT_MS + index * PATIENCE_PER_ORDER_MS, signal).catch(
        (error: Error) => {
          if (!signal.aborted) {
            console.error(`${placed.code}: ${error.message}`);
          }
          return [];
        },
      ),
    );
  }
  const orders = await Promise.all(arrivals);
  const sellerOrders = orders.flat();
  const delivered = sellerOrders.filter(({ delivery }) => delivery?.state === 'DELIVERED');
  const complete = orders.filter(
    (parts) => parts.length > 0 && parts.every(({ delivery }) => delivery?.state === 'DELIVERED'),
  );
  const totals = {
    orders: count,
    ordersDelivered: complete.length,
    sellerOrders: sellerOrders.length,
    sellerOrdersDelivered: delivered.length,
    paidToAssignedMs: summarize(delivered.flatMap((order) => paidToAssignedMs(order) ?? [])) ?? null,
    seconds: (Date.now() - started) / 1000,
  };
  return { exitCode: complete.length === count && !signal.aborted ? 0 : 1, totals };
}

async function arrival(
  watcher: DeliveryWatcher,
  orderId: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ShownSellerOrder[]> {
  const parts = await watcher.untilEnded(orderId, { timeoutMs, signal });
  parts.forEach((part) => console.log(`  ${orderLineText(part)}`));
  return parts;
}
