import { once } from './once';
import type { Shop } from './shop';

/**
 * Removes what a test has made, and everything else that would be in the way of the next test.
 *
 * @returns the names of what the test has left: drivers who are available or busy, and deliveries that are not finished
 */
export async function cleanUp(shop: Shop): Promise<string[]> {
  await shop.tidyUp();
  // A cancelled delivery is open until the engine's event arrives.
  const left = await once(
    () => leftIn(shop),
    ({ drivers, deliveries }) => drivers.length + deliveries.length === 0,
  );
  await shop.administrator.cancel(...left.deliveries.map(({ id }) => id));
  for (const { driverId } of left.drivers) {
    await shop.takeOffline(driverId);
  }
  return [
    ...left.drivers.map(({ name, driverId, status }) => `driver ${name} (${driverId}) is ${status}`),
    ...left.deliveries.map(({ orderCode, id, state }) => `delivery ${id} of order ${orderCode} is ${state}`),
  ];
}

async function leftIn({ administrator }: Shop) {
  return { drivers: await administrator.driversOnline(), deliveries: await administrator.openDeliveries() };
}
