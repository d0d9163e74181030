import type { OrderState } from '@vendure/core';

/** States of seller orders that are ignored. */
const IGNORED_STATES: readonly string[] = ['Cancelled'];

/**
 * Returns the state of an aggregate order from the states of its seller orders. Cancelled seller orders are ignored.
 *
 * @returns undefined if no seller order is shipped yet
 */
export function rolledUpState(sellerOrders: readonly OrderState[]): OrderState | undefined {
  const states = sellerOrders.filter((state) => !IGNORED_STATES.includes(state));
  const every = (...matching: OrderState[]) =>
    states.length > 0 && states.every((state) => matching.includes(state));
  const some = (...matching: OrderState[]) => states.some((state) => matching.includes(state));
  if (every('Delivered')) {
    return 'Delivered';
  }
  if (some('Delivered', 'PartiallyDelivered')) {
    return 'PartiallyDelivered';
  }
  if (every('Shipped')) {
    return 'Shipped';
  }
  return some('Shipped', 'PartiallyShipped') ? 'PartiallyShipped' : undefined;
}
