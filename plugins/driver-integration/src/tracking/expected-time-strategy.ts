import type { Point } from '@driver-dispatch/contract';
import type { InjectableStrategy, RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';

/** Tells shoppers when a delivery is expected at their door. */
export interface ExpectedTimeStrategy extends InjectableStrategy {
  /**
   * Asked each time somebody looks, so it is best quick.
   *
   * @param delivery one that has a driver, and is not at its door yet
   * @param position where the driver is; null where that is not known or not to be shown yet
   * @returns null where nothing can be told
   */
  expectedAt(
    ctx: RequestContext,
    delivery: DriverDelivery,
    position: Point | null,
  ): Date | null | Promise<Date | null>;
}
