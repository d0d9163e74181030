import { openingStatusAt } from '../opening-hours/opening-status';
import type { Store } from './store';

const MINUTE_MILLISECONDS = 60_000;

/** Preparation time of an order in minutes, including the extra minutes of its variants. */
export function getPreparationMinutes(store: Pick<Store, 'preparationMinutes'>, extraMinutes = 0): number {
  return store.preparationMinutes + extraMinutes;
}

/**
 * Returns when an order is ready. A closed or paused store starts when it opens, or immediately if no opening is known.
 *
 * @param extraMinutes extra preparation time of the order's variants
 */
export function readyAt(store: Store, placedAt: Date, extraMinutes = 0): Date {
  const status = openingStatusAt(store, placedAt);
  const start = status.open ? placedAt : (status.opensAt ?? placedAt);
  return new Date(start.getTime() + getPreparationMinutes(store, extraMinutes) * MINUTE_MILLISECONDS);
}
