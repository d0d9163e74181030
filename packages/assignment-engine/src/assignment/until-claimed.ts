import { setTimeout as sleep } from 'node:timers/promises';
import { driverUnavailable } from '@driver-dispatch/contract';
import type { EntityManager } from 'typeorm';
import { DriverEntity } from '../database/driver.entity';

/** Claims, and milliseconds between them, while the driver's row is locked. */
const TRIES = 6;
const PAUSE_MS = 25;

/**
 * Repeats the claim of a driver chosen by an operator while the driver's row is locked.
 *
 * @param claim resolves to undefined while the row is locked
 * @throws DispatchError `driver_unavailable` if the row stays locked
 */
export async function untilClaimed<T>(
  manager: EntityManager,
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
  throw driverUnavailable(await manager.findOneByOrFail(DriverEntity, { id: driverId }), 'locked');
}
