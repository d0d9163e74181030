import { opennessAt } from '../opening-hours/openness';
import type { Store } from './store';

const MINUTE_MILLISECONDS = 60_000;

/** Minutes a store takes to prepare an order, the variants' extra ones included. */
export function preparationMinutesOf(store: Pick<Store, 'preparationMinutes'>, extraMinutes = 0): number {
  return store.preparationMinutes + extraMinutes;
}

/**
 * When an order is ready that a store gets at a time. A store that is closed or paused starts when it opens; one that
 * has no opening ahead and got an order all the same, at once.
 *
 * @param extraMinutes what the variants of the order take on top of the store's minutes
 */
export function readyAt(store: Store, placedAt: Date, extraMinutes = 0): Date {
  const openness = opennessAt(store, placedAt);
  const start = openness.open ? placedAt : (openness.opensAt ?? placedAt);
  return new Date(start.getTime() + preparationMinutesOf(store, extraMinutes) * MINUTE_MILLISECONDS);
}
