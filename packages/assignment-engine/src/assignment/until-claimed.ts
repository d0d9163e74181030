import { setTimeout as sleep } from 'node:timers/promises';
import { driverUnavailable } from './chosen-driver.service';

/** How often, and after how many ms, a driver is claimed again whose row was only locked for a moment. */
const TRIES = 6;
const PAUSE_MS = 25;

/**
 * Claims a driver whom a person has chosen until it is decided.
 *
 * @param claim undefined while the database has the driver in other hands
 * @throws DispatchError `driver_unavailable` when that lasts
 */
export async function untilClaimed<T>(
  driverId: string,
  claim: (tries: number) => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const outcome = await claim(tries);
    if (outcome !== undefined) {
      return outcome;
    }
    await sleep(PAUSE_MS);
  }
  throw driverUnavailable(driverId, 'is being assigned or located at this moment');
}
