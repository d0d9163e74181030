import { SELLERS } from '@driver-dispatch/dev-server';
import type { Page, Request } from 'playwright-core';

const DRIVERS = 1_000;
const DELIVERIES = 500;

/** How many markers the large fleet has, the shop's own stores left out. */
export const MARKERS = DRIVERS + DELIVERIES;

const { point: middle } = SELLERS[0]!.store;

/**
 * Answers the map's query for the fleet with a large one, half of it busy, that moves from one answer to the next.
 *
 * @returns makes the page query, and waits until it has an answer
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
      // The page queries also when a person comes back to it.
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
    vehicle: 'bicycle',
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
    pickup: { name: 'Store', point: SELLERS[index % SELLERS.length]!.store.point },
    dropoff: { name: 'Somebody', street: null, city: null, point: at(index + DRIVERS) },
  }));
  return { truncated: false, drivers, deliveries };
}

/** With the two irrational numbers above the places are spread evenly (M. Roberts' R2 sequence, 2018). */
const fraction = (value: number) => value % 1;
