import type { Outcome } from '../outcome';
import { summarize } from '../statistics/summary';
import { DeliveryWatcher, type WatchedSellerOrder } from '../shopper/delivery-watcher';
import { Shopper } from '../shopper/shopper';
import { createGuestOrder } from '../shopper/guest-orders';
import { SELLERS } from '../shop/berlin-catalog';
import { SUPERADMIN } from '../shop/marketplace-config';
import type { DevServer } from './dev-server';
import { formatSellerOrder, paidToAssignedMs } from './format-seller-order';

/** Maximum time until all deliveries of an order have ended, in milliseconds, and the extension for each earlier order. */
const TIMEOUT_MS = 120_000;
const TIMEOUT_PER_ORDER_MS = 5_000;

/**
 * Places orders one after another, waits until their deliveries have ended in Vendure and prints a line for each seller
 * order. The exit code is 0 only if all orders were delivered.
 */
export async function checkOrders(server: DevServer, count: number, signal: AbortSignal): Promise<Outcome> {
  const started = Date.now();
  const shopper = new Shopper(server.shopApiUrl);
  const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
  const deliveries: Promise<WatchedSellerOrder[]>[] = [];
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    const placed = await shopper.buy(createGuestOrder(index, SELLERS, String(started)));
    const timeoutMs = TIMEOUT_MS + index * TIMEOUT_PER_ORDER_MS;
    deliveries.push(
      untilEnded(watcher, placed.id, timeoutMs, signal).catch((error: Error) => {
        if (!signal.aborted) {
          console.error(`${placed.code}: ${error.message}`);
        }
        return [];
      }),
    );
  }
  const orders = await Promise.all(deliveries);
  const allSellerOrders = orders.flat();
  const delivered = allSellerOrders.filter(({ delivery }) => delivery?.state === 'DELIVERED');
  const deliveredOrders = orders.filter(
    (sellerOrders) =>
      sellerOrders.length > 0 && sellerOrders.every(({ delivery }) => delivery?.state === 'DELIVERED'),
  );
  const totals = {
    orders: count,
    ordersDelivered: deliveredOrders.length,
    sellerOrders: allSellerOrders.length,
    sellerOrdersDelivered: delivered.length,
    paidToAssignedMs: summarize(delivered.flatMap((order) => paidToAssignedMs(order) ?? [])) ?? null,
    seconds: (Date.now() - started) / 1000,
  };
  return { exitCode: deliveredOrders.length === count && !signal.aborted ? 0 : 1, totals };
}

/**
 * Waits until all deliveries of an order have ended, also as failed or cancelled, and prints them.
 *
 * @throws Error after `timeoutMs`
 */
async function untilEnded(
  watcher: DeliveryWatcher,
  orderId: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WatchedSellerOrder[]> {
  const sellerOrders = await watcher.untilEnded(orderId, { timeoutMs, signal });
  sellerOrders.forEach((sellerOrder) => console.log(`  ${formatSellerOrder(sellerOrder)}`));
  return sellerOrders;
}
