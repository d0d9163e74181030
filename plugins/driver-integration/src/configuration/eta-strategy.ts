import type { Point } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';

/** Estimates the ETA of deliveries for shoppers and dispatchers. */
export interface EtaStrategy extends InjectableStrategy {
  /**
   * Called often, so it should be fast: for each request of a tracking page, every 3 seconds for each delivery that a
   * dispatcher sees, and while a dispatcher chooses a driver, every 15 seconds for the 20 nearest drivers.
   *
   * @param delivery in state ASSIGNED or PICKED_UP
   * @param location current location of the driver; null if it is unknown or before pickup
   * @returns null if no estimate is possible
   */
  estimate(
    ctx: RequestContext,
    delivery: DriverDelivery,
    location: Point | null,
  ): Date | null | Promise<Date | null>;
}
