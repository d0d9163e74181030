import type { Pickup } from '../messages/place';

/** Why the pickup of an order is unknown. Dashboards translate the code with its details. */
export type PickupProblem =
  | { code: 'STORE_NOT_LOCATED'; details: { store: string } }
  | { code: 'STORE_MISSING'; details: { channel: string } }
  /** Of a custom strategy, whose reason is shown as it is. */
  | { code: 'PICKUP_UNKNOWN'; details: { reason: string } };

/** Pickup of a seller order, or the problem why it is unknown. */
export type PickupResult =
  | {
      found: true;
      pickup: Pickup;
      /** Id of the pickup place, used to report its changes. */
      placeId?: string | number;
      /** Maximum distance of a driver from the pickup, in metres. */
      searchRadiusMetres?: number;
    }
  | { found: false; problem: PickupProblem };
