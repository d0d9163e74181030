import { openingStatusAt } from '../opening-hours/opening-status';
import type { Store } from './store';

const MINUTE_MILLISECONDS = 60_000;

/**
 * Returns when an order is ready. A closed or paused store starts when it opens, or immediately if no opening is known.
 *
 * @param extraMinutes extra preparation time of the order's variants
 */
export function readyAt(store: Store, placedAt: Date, extraMinutes = 0): Date {
  const status = openingStatusAt(store, placedAt);
  const start = status.open ? placedAt : (status.opensAt ?? placedAt);
  return new Date(start.getTime() + (store.preparationMinutes + extraMinutes) * MINUTE_MILLISECONDS);
}
