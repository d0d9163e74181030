import type { Length } from '../faults/fault';
import type { RushOptions } from './rush';

type Load = Omit<RushOptions, 'prefix' | 'centre'>;

/**
 * The work that goes on while a fault strikes. Orders whose drivers do not move are far from the fault's own: I6 compares
 * drivers whose location is certain. In the short form they are placed once their drivers have been free for long enough
 * to be compared.
 */
export const LOAD: Record<Length, { moving: Load; stationary: Load }> = {
  short: {
    moving: {
      drivers: 10, driverEveryMs: 150, idleEveryMs: 500, moving: true,
      opensAfterMs: 0, orderEveryMs: 250, quickOrders: 0, cancelled: 0.1, tills: 4,
    },
    stationary: {
      drivers: 20, driverEveryMs: 200, idleEveryMs: 1_000, moving: false,
      opensAfterMs: 2_500, orderEveryMs: 400, quickOrders: 5, cancelled: 0.05, tills: 2,
    },
  },
  full: {
    moving: {
      drivers: 12, driverEveryMs: 120, idleEveryMs: 120, moving: true,
      opensAfterMs: 0, orderEveryMs: 120, quickOrders: 0, cancelled: 0.1, tills: 8,
    },
    stationary: {
      drivers: 20, driverEveryMs: 250, idleEveryMs: 250, moving: false,
      opensAfterMs: 0, orderEveryMs: 300, quickOrders: 0, cancelled: 0.05, tills: 2,
    },
  },
};
