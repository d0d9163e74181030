import { openingStatusAt } from '../opening-hours/opening-status';
import type { RoutedStore } from '../stores/store-distance.service';

/** Why a seller cannot deliver to an address. */
export type DeliveryRefusal =
  'ADDRESS_NOT_FOUND' | 'ADDRESS_MISMATCH' | 'NO_STORE' | 'TOO_FAR' | 'CLOSED' | 'PAUSED';

/** Conditions of a shipping method, in addition to the store's own settings. */
export interface DeliveryTerms {
  /** Maximum distance in metres; 0 for the delivery radius of the store only. */
  maxDistanceMetres: number;
  /** Whether closed and paused stores do not deliver. */
  onlyWhileOpen: boolean;
  /** A closed store takes orders from this number of minutes before it opens. */
  minutesBeforeOpening: number;
}

export const DEFAULT_TERMS: DeliveryTerms = {
  maxDistanceMetres: 0,
  onlyWhileOpen: true,
  minutesBeforeOpening: 0,
};

const MINUTE_MILLISECONDS = 60_000;

/** Returns why a store cannot deliver now, or undefined. The delivery radius is inclusive. */
export function deliveryRefusal(
  store: RoutedStore,
  now: Date,
  terms: DeliveryTerms,
): DeliveryRefusal | undefined {
  const { maxDistanceMetres, onlyWhileOpen, minutesBeforeOpening } = terms;
  const radius = Math.min(
    store.deliveryRadiusMetres ?? Number.POSITIVE_INFINITY,
    maxDistanceMetres || Number.POSITIVE_INFINITY,
  );
  if (store.distanceMetres > radius) {
    return 'TOO_FAR';
  }
  const status = openingStatusAt(store, now);
  if (status.open || !onlyWhileOpen) {
    return undefined;
  }
  const wait = (status.opensAt?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
  return wait <= minutesBeforeOpening * MINUTE_MILLISECONDS ? undefined : status.reason;
}

export type StoreChoice =
  | { deliverable: true; store: RoutedStore }
  | { deliverable: false; reason: DeliveryRefusal; store?: RoutedStore };

/** Returns the refusal for coordinates that are too far away from the address. */
export function toMismatch({ store }: StoreChoice): StoreChoice {
  return { deliverable: false, reason: 'ADDRESS_MISMATCH', store };
}

/**
 * Returns the nearest store that can deliver and has everything in stock, else the nearest that can deliver. If none can,
 * returns the reason of the nearest store that is not too far away, else of the nearest.
 *
 * @param hasEverything whether a store has all ordered items in stock
 */
export function chooseStore(
  nearestFirst: readonly RoutedStore[],
  now: Date,
  terms: DeliveryTerms,
  hasEverything: (store: RoutedStore) => boolean = () => true,
): StoreChoice {
  const checked = nearestFirst.map((store) => ({ store, reason: deliveryRefusal(store, now, terms) }));
  const available = checked.filter(({ reason }) => !reason);
  const chosen = available.find(({ store }) => hasEverything(store)) ?? available[0];
  if (chosen) {
    return { deliverable: true, store: chosen.store };
  }
  const refused = checked.find(({ reason }) => reason !== 'TOO_FAR') ?? checked[0];
  return { deliverable: false, reason: refused?.reason ?? 'NO_STORE', store: refused?.store };
}
