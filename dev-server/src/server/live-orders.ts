import { setTimeout as wait } from 'node:timers/promises';
import { DeliveryWatcher } from '../shopper/delivery-watcher';
import { Shopper } from '../shopper/shopper';
import { errandOf } from '../shopper/shopping-list';
import { SELLERS } from '../shop/catalog-of-berlin';
import { SUPERADMIN } from '../shop/marketplace-config';
import type { DevServer } from './dev-server';
import { orderLineText } from './order-line-text';

/** Milliseconds between two orders of the simulated shopper. */
const PAUSE_MS = 15_000;

/** Milliseconds between two looks at what Vendure shows. */
const LOOK_MS = 500;

/** Places orders, and prints a line whenever Vendure shows a seller order's delivery in another state. */
export async function showOrders(
  server: DevServer,
  count: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([placeOrders(server, count, signal), printChanges(server, signal)]);
}

async function placeOrders(server: DevServer, count = Infinity, signal: AbortSignal): Promise<void> {
  const shopper = new Shopper(server.shopApiUrl);
  const run = String(Date.now());
  for (let index = 0; index < count; index += 1) {
    try {
      await shopper.buy(errandOf(index, SELLERS, run));
    } catch (error) {
      signal.throwIfAborted();
      console.error(`An order could not be placed: ${(error as Error).message}`);
    }
    // A person asked for this many orders wants them now; one who did not wants to watch.
    await wait(count === Infinity ? PAUSE_MS : 100, undefined, { signal });
  }
}

async function printChanges(server: DevServer, signal: AbortSignal): Promise<void> {
  const watcher = new DeliveryWatcher(server.adminApiUrl, SUPERADMIN);
  const since = new Date();
  const shown = new Map<string, string>();
  let complaint = '';
  for (;;) {
    try {
      for (const order of await watcher.sellerOrdersSince(since)) {
        const state = order.delivery?.state ?? '';
        if (shown.get(order.id) !== state) {
          shown.set(order.id, state);
          console.log(`  ${new Date().toLocaleTimeString('en-GB')}  ${orderLineText(order)}`);
          if (state === 'ASSIGNED') {
            console.log(`            follow it at ${server.trackingUrl}/${order.delivery?.trackingCode}`);
          }
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (complaint !== (error as Error).message) {
        complaint = (error as Error).message;
        console.error(`The orders can't be read: ${complaint}`);
      }
    }
    await wait(LOOK_MS, undefined, { signal });
  }
}
