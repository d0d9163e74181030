import type { Address, Point } from '@driver-dispatch/contract';
import type { ID } from '@vendure/core';

/** A stock location, seen as the place where its seller's orders are picked up. */
export interface Store {
  /** The stock location's id. */
  id: ID;
  name: string;
  /** Absent until both coordinates are set. */
  point?: Point;
  address: Address;
  phone?: string;
  /** Minutes from the paid order until it is ready; the plugin's default where the store has none of its own. */
  preparationMinutes: number;
  /** Metres within which the store delivers, as the crow flies; absent when it has not said. */
  deliveryRadiusMetres?: number;
}

export interface LocatedStore extends Store {
  point: Point;
}

export interface NearbyStore extends LocatedStore {
  /** Metres, great circle. */
  distanceMetres: number;
}

export function isLocated(store: Store): store is LocatedStore {
  return store.point !== undefined;
}
