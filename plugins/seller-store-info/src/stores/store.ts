import type { Address, Point } from '@driver-dispatch/contract';
import type { ID } from '@vendure/core';
import type { OpeningRules } from '../opening-hours/openness';

/** A stock location, seen as the place where its seller's orders are picked up. */
export interface Store extends OpeningRules {
  /** The stock location's id. */
  id: ID;
  name: string;
  /** Absent until both coordinates are set. */
  point?: Point;
  address: Address;
  phone?: string;
  /** Minutes from the paid order until it is ready; the plugin's default where the store has none of its own. */
  preparationMinutes: number;
  /** Metres within which the store delivers; absent when it has not said. */
  deliveryRadiusMetres?: number;
}

export interface LocatedStore extends Store {
  point: Point;
}

export interface NearbyStore extends LocatedStore {
  /** Metres. */
  distanceMetres: number;
}

export function isLocated(store: Store): store is LocatedStore {
  return store.point !== undefined;
}
