import type { Pickup } from '../messages/place';

/** Pickup of a seller order, or the reason why it is unknown. */
export type PickupResult =
  | {
      found: true;
      pickup: Pickup;
      /** Id of the pickup place, used to report its changes. */
      placeId?: string | number;
      /** Maximum distance of a driver from the pickup, in metres. */
      searchRadiusMetres?: number;
    }
  | { found: false; reason: string };
