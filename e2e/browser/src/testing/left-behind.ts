import type { Shop } from './shop';

/**
 * Removes what a test has made, and everything else that would be in the way of the next test.
 *
 * @returns the names of what the test has left: drivers who are available or busy, and deliveries that are not finished
 */
export async function cleanUp(shop: Shop): Promise<string[]> {
  await shop.tidyUp();
  const deliveries = await shop.administrator.openDeliveries();
  const drivers = await shop.administrator.driversOnline();
  await shop.end(deliveries, drivers);
  return [
    ...drivers.map(({ name, driverId, status }) => `driver ${name} (${driverId}) is ${status}`),
    ...deliveries.map(({ orderCode, id, state }) => `delivery ${id} of order ${orderCode} is ${state}`),
  ];
}
