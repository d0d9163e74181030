import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page, Request } from 'playwright-core';

const DRIVERS = 1_000;
const DELIVERIES = 500;

/** Number of deliveries of the large fleet without a driver. Some have the same drop-off. */
export const WAITING = 21;

/** Number of markers of the large fleet, without the stores of the shop. */
export const MARKERS = DRIVERS + DELIVERIES + WAITING;

const { point: middle } = SELLERS[0]!.store;

/**
 * Replaces the response to the fleet query with a large fleet, half of it busy, that moves with each response.
 *
 * @returns a function that makes the page query the fleet again and waits for the response
 */
export async function largeFleet(page: Page): Promise<() => Promise<void>> {
  let answers = 0;
  const isFleet = (request: Request) => request.postData()?.includes('query DispatchMapFleet');
  await page.route('**/admin-api**', async (route) => {
    if (!isFleet(route.request())) {
      return route.fallback();
    }
    answers += 1;
    return route.fulfill({ json: { data: { driverFleet: fleet(answers) } } });
  });
  return async () => {
    await Promise.all([
      page.waitForResponse((response) => !!isFleet(response.request())),
      // The page also refetches when it becomes visible.
      page.evaluate(() => window.dispatchEvent(new Event('visibilitychange'))),
    ]);
  };
}

function fleet(answer: number) {
  const at = (seed: number, drift = 0) => ({
    lat: middle.lat + (fraction(seed * 0.7548776662466927) - 0.5) * 0.12 + drift,
    lon: middle.lon + (fraction(seed * 0.5698402909980532) - 0.5) * 0.2 + drift,
  });
  const drivers = Array.from({ length: DRIVERS }, (_, index) => ({
    driverId: `large-${index}`,
    name: `Driver ${index}`,
    status: index < DELIVERIES ? 'BUSY' : 'AVAILABLE',
    vehicle: 'BICYCLE',
    seenAt: new Date().toISOString(),
    point: at(index, answer * 0.0003),
  }));
  const deliveries = Array.from({ length: DELIVERIES }, (_, index) => ({
    id: `large-${index}`,
    orderCode: `LARGE${index}`,
    state: index % 2 === 0 ? 'ASSIGNED' : 'PICKED_UP',
    driverId: `large-${index}`,
    driverName: `Driver ${index}`,
    createdAt: new Date().toISOString(),
    promisedAt: null,
    noProgressSince: index % 100 === 0 ? new Date().toISOString() : null,
    driverSilentSince: null,
    noShowSince: null,
    pickup: { name: 'Store', point: SELLERS[index % SELLERS.length]!.store.point },
    dropoff: { name: 'Ada Lovelace', street: null, city: null, point: at(index + DRIVERS) },
  }));
  const waiting = Array.from({ length: WAITING }, (_, index) => ({
    ...deliveries[index]!,
    id: `waiting-${index}`,
    orderCode: `WAITING${index}`,
    state: 'PENDING',
    driverId: null,
    driverName: null,
    dropoff: deliveries[index % 15]!.dropoff,
  }));
  return { truncated: false, drivers, deliveries: [...deliveries, ...waiting] };
}

/** With the two irrational numbers above the points are evenly distributed (M. Roberts, R2 sequence, 2018). */
const fraction = (value: number) => value % 1;
