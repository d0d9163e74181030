import type { Address, Point } from '@driver-dispatch/contract';
import type { ID } from '@vendure/core';
import type { OpeningRules } from '../opening-hours/opening-status';

/** A stock location where its seller's orders are picked up. */
export interface Store extends OpeningRules {
  /** The stock location's id. */
  id: ID;
  name: string;
  /** Undefined until both coordinates are set. */
  point?: Point;
  address: Address;
  phone?: string;
  /** Minutes from the payment until the order is ready, of the store or the default. */
  preparationMinutes: number;
  /** Delivery radius in metres; undefined for no limit. */
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
