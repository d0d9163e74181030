import { opennessAt } from '../opening-hours/openness';
import type { ReachableStore } from './reach.service';

/** Why a seller can't deliver to an address. */
export type DeliveryRefusal =
  'ADDRESS_NOT_FOUND' | 'ADDRESS_MISMATCH' | 'NO_STORE' | 'TOO_FAR' | 'CLOSED' | 'PAUSED';

/** What a shipping method asks of a store beyond what the store says of itself. */
export interface DeliveryTerms {
  /** Metres; 0 for no limit but the store's own. */
  maxDistanceMetres: number;
  /** Whether a store that is closed or paused delivers nothing. */
  onlyWhileOpen: boolean;
  /** Minutes before it opens from which on a closed store takes orders all the same. */
  minutesBeforeOpening: number;
}

export const DEFAULT_TERMS: DeliveryTerms = {
  maxDistanceMetres: 0,
  onlyWhileOpen: true,
  minutesBeforeOpening: 0,
};

const MINUTE_MILLISECONDS = 60_000;

/** Why a store can't deliver now, or undefined. A store on the edge of its radius delivers. */
export function deliveryRefusal(
  store: ReachableStore,
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
  const openness = opennessAt(store, now);
  if (openness.open || !onlyWhileOpen) {
    return undefined;
  }
  const wait = (openness.opensAt?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
  return wait <= minutesBeforeOpening * MINUTE_MILLISECONDS ? undefined : openness.reason;
}

export type StoreChoice =
  | { deliverable: true; store: ReachableStore }
  | { deliverable: false; reason: DeliveryRefusal; store?: ReachableStore };

/** Refuses a delivery whose coordinates are too far from its address. */
export function mismatchOf({ store }: StoreChoice): StoreChoice {
  return { deliverable: false, reason: 'ADDRESS_MISMATCH', store };
}

/**
 * The store that delivers: of those that can, the nearest that has everything, else the nearest. Where none can, the
 * reason of the nearest store that is not too far away, else of the nearest.
 *
 * @param hasEverything whether a store has all that is wanted in stock
 */
export function chooseStore(
  nearestFirst: readonly ReachableStore[],
  now: Date,
  terms: DeliveryTerms,
  hasEverything: (store: ReachableStore) => boolean = () => true,
): StoreChoice {
  const judged = nearestFirst.map((store) => ({ store, reason: deliveryRefusal(store, now, terms) }));
  const able = judged.filter(({ reason }) => !reason);
  const chosen = able.find(({ store }) => hasEverything(store)) ?? able[0];
  if (chosen) {
    return { deliverable: true, store: chosen.store };
  }
  const refused = judged.find(({ reason }) => reason !== 'TOO_FAR') ?? judged[0];
  return { deliverable: false, reason: refused?.reason ?? 'NO_STORE', store: refused?.store };
}
