import type { Outcome } from '../outcome';
import { summarize } from '../statistics/summary';
import { DeliveryWatcher, type WatchedSellerOrder } from '../shopper/delivery-watcher';
import { Shopper } from '../shopper/shopper';
import { createGuestOrder } from '../shopper/guest-orders';
import { SELLERS } from '../shop/berlin-catalog';
import { SUPERADMIN } from '../shop/marketplace-config';
import type { DevServer } from './dev-server';
import { orderLineText, paidToAssignedMs } from './order-line-text';

/** Maximum time until an order is delivered, in milliseconds, and the extension for each earlier order. */
const TIMEOUT_MS = 120_000;
const TIMEOUT_PER_ORDER_MS = 5_000;

/**
 * Places orders one after another, waits until each is delivered in Vendure and prints a line for each seller order. The
 * exit code is 0 only if all orders were delivered.
 */
export async function checkOrders(server: DevServer, count: number, signal: AbortSignal): Promise<Outcome> {
  const started = Date.now();
  const shopper = new Shopper(server.shopApiUrl);
  const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
  const deliveries: Promise<WatchedSellerOrder[]>[] = [];
  for (let index = 0; index < count && !signal.aborted; index += 1) {
    const placed = await shopper.buy(createGuestOrder(index, SELLERS, String(started)));
    deliveries.push(
      untilDelivered(watcher, placed.id, TIMEOUT_MS + index * TIMEOUT_PER_ORDER_MS, signal).catch(
        (error: Error) => {
          if (!signal.aborted) {
            console.error(`${placed.code}: ${error.message}`);
          }
          return [];
        },
      ),
    );
  }
  const orders = await Promise.all(deliveries);
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

async function untilDelivered(
  watcher: DeliveryWatcher,
  orderId: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WatchedSellerOrder[]> {
  const parts = await watcher.untilEnded(orderId, { timeoutMs, signal });
  parts.forEach((part) => console.log(`  ${orderLineText(part)}`));
  return parts;
}
