import { setTimeout as wait } from 'node:timers/promises';
import { AdminClient } from '../shopper/admin-client';
import { cancelOrder } from '../shopper/cancel-order';
import { DeliveryWatcher } from '../shopper/delivery-watcher';
import { Shopper } from '../shopper/shopper';
import { createGuestOrder } from '../shopper/guest-orders';
import { SELLERS } from '../shop/berlin-catalog';
import { SUPERADMIN } from '../shop/marketplace-config';
import type { DevServer } from './dev-server';
import { formatSellerOrder } from './format-seller-order';

/** Intervals between two orders of the simulated shoppers, in milliseconds. The first orders follow faster. */
const ORDER_INTERVAL_MS = 75_000;
const FIRST_ORDERS = 6;
const RUSH_INTERVAL_MS = 5_000;

/** One of this number of orders follows the previous one at once, so that some orders wait for a driver. */
const ORDERS_PER_RUSH = 4;

/** One of this number of orders is cancelled, this number of milliseconds after the payment. */
const ORDERS_PER_CANCELLATION = 9;
const CANCELLED_AFTER_MS = 20_000;

/** One of this number of orders has an address that is not found. */
const ORDERS_PER_UNKNOWN_ADDRESS = 15;
const UNKNOWN_ADDRESS = {
  street: 'Torstraße 3',
  postalCode: '14469',
  city: 'Potsdam',
  point: undefined,
};

/** Interval between two orders if their number is fixed, in milliseconds. */
const FIXED_COUNT_INTERVAL_MS = 100;

/** Interval between two queries of the deliveries, in milliseconds. */
const POLL_INTERVAL_MS = 500;

/**
 * Places orders, and prints a line for each change of a delivery's state in Vendure until the signal is aborted.
 *
 * @param count number of orders; undefined: orders until the abort
 */
export async function placeAndWatchOrders(
  server: DevServer,
  count: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([placeOrders(server, count, signal), printChanges(server, signal)]);
}

async function placeOrders(server: DevServer, count = Infinity, signal: AbortSignal): Promise<void> {
  const shopper = new Shopper(server.shopApiUrl);
  const run = String(Date.now());
  const pauseAfter = (index: number) =>
    index + 1 < FIRST_ORDERS || index % ORDERS_PER_RUSH === 0 ? RUSH_INTERVAL_MS : ORDER_INTERVAL_MS;
  for (let index = 0; index < count; index += 1) {
    try {
      const guestOrder = createGuestOrder(index, SELLERS, run);
      const unknown = count === Infinity && index % ORDERS_PER_UNKNOWN_ADDRESS === 7;
      const address = { ...guestOrder.address, ...(unknown ? UNKNOWN_ADDRESS : {}) };
      const order = await shopper.buy({ ...guestOrder, address });
      if (index % ORDERS_PER_CANCELLATION === 4) {
        void cancelLater(server, order.id, signal);
      }
    } catch (error) {
      signal.throwIfAborted();
      console.error(`Placing an order failed: ${(error as Error).message}`);
    }
    await wait(count === Infinity ? pauseAfter(index) : FIXED_COUNT_INTERVAL_MS, undefined, { signal });
  }
}

/** Cancels the seller orders of an order as a customer does who calls the shop. */
async function cancelLater(server: DevServer, orderId: string, signal: AbortSignal): Promise<void> {
  try {
    await wait(CANCELLED_AFTER_MS, undefined, { signal });
    const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
    const admin = new AdminClient(server.adminApiUrl, SUPERADMIN);
    for (const { id } of await watcher.sellerOrders(orderId)) {
      await cancelOrder(admin, id);
    }
  } catch (error) {
    if (!signal.aborted) {
      console.error(`Cancelling an order failed: ${(error as Error).message}`);
    }
  }
}

async function printChanges(server: DevServer, signal: AbortSignal): Promise<void> {
  const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
  const since = new Date();
  const printedStates = new Map<string, string>();
  // Consecutive identical errors are printed once.
  let printedError = '';
  for (;;) {
    try {
      for (const order of await watcher.sellerOrdersSince(since)) {
        const state = order.delivery?.state ?? '';
        if (printedStates.get(order.id) !== state) {
          printedStates.set(order.id, state);
          console.log(`  ${new Date().toLocaleTimeString('en-GB')}  ${formatSellerOrder(order)}`);
          if (state === 'ASSIGNED') {
            console.log(`            tracking page: ${server.trackingUrl}/${order.delivery?.trackingCode}`);
          }
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (printedError !== (error as Error).message) {
        printedError = (error as Error).message;
        console.error(`Reading the orders failed: ${printedError}`);
      }
    }
    await wait(POLL_INTERVAL_MS, undefined, { signal });
  }
}
