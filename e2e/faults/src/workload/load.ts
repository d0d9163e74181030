import type { Length } from '../faults/fault';
import type { WorkloadOptions } from './workload';

type Load = Omit<WorkloadOptions, 'prefix' | 'centre'>;

/**
 * Orders and drivers during a fault. The stationary drivers and their orders are far from those that the fault affects: I6
 * compares drivers whose location is certain. In the short form their orders are placed once the drivers have been available
 * for long enough to be compared.
 */
export const LOAD: Record<Length, { moving: Load; stationary: Load }> = {
  short: {
    moving: {
      drivers: 10,
      driverEveryMs: 150,
      idleEveryMs: 500,
      moving: true,
      firstOrderAfterMs: 0,
      orderEveryMs: 250,
      fastOrders: 0,
      cancelled: 0.1,
      checkoutTerminals: 4,
    },
    stationary: {
      drivers: 20,
      driverEveryMs: 200,
      idleEveryMs: 1_000,
      moving: false,
      firstOrderAfterMs: 2_500,
      orderEveryMs: 400,
      fastOrders: 5,
      cancelled: 0.05,
      checkoutTerminals: 2,
    },
  },
  full: {
    moving: {
      drivers: 12,
      driverEveryMs: 120,
      idleEveryMs: 120,
      moving: true,
      firstOrderAfterMs: 0,
      orderEveryMs: 120,
      fastOrders: 0,
      cancelled: 0.1,
      checkoutTerminals: 8,
    },
    stationary: {
      drivers: 20,
      driverEveryMs: 250,
      idleEveryMs: 250,
      moving: false,
      firstOrderAfterMs: 0,
      orderEveryMs: 300,
      fastOrders: 0,
      cancelled: 0.05,
      checkoutTerminals: 2,
    },
  },
};
