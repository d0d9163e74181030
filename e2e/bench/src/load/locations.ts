import { pointNear } from '../city/city';
import type { Fleet } from '../world/fleet';
import type { PreparedRequest } from './load';
import { driverAppRequest } from './requests';

/** Locations per request. */
export const LOCATIONS_PER_REQUEST = 500;

/** Distance of a driver's new location from the last one in metres. */
const STEP_METRES = 30;

/** Time span of all locations in milliseconds. */
const RECORDED_WITHIN_MS = 500;

/** Prepares requests with locations of the drivers in turn. */
export async function prepareLocations(key: string, fleet: Fleet, count: number): Promise<PreparedRequest[]> {
  const drivers = await fleet.locations();
  const perRequest = Math.min(LOCATIONS_PER_REQUEST, drivers.length);
  const since = Date.now() - RECORDED_WITHIN_MS;
  return Array.from({ length: count }, (_, i) => {
    const recordedAt = new Date(since + (i * RECORDED_WITHIN_MS) / count).toISOString();
    const locations = Array.from({ length: perRequest }, (__, n) => {
      const driver = drivers[(i * perRequest + n) % drivers.length]!;
      driver.point = pointNear(driver.point, STEP_METRES);
      return { driverId: driver.id, point: driver.point, recordedAt };
    });
    return driverAppRequest('locations', key, { type: 'driver.report_locations', locations });
  });
}
