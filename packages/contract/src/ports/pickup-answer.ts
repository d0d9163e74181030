import type { Pickup } from '../messages/place';

/** Where a seller order is picked up, or why that can't be told. */
export type PickupAnswer =
  | {
      found: true;
      pickup: Pickup;
      /** Id of the place, by which a change of it is reported. */
      placeId?: string | number;
      /** Minutes the store takes from the start of the preparation until the order is ready. */
      preparationMinutes?: number;
      /** How far a driver may be from the pickup. */ searchRadiusMetres?: number;
    }
  | { found: false; reason: string };
