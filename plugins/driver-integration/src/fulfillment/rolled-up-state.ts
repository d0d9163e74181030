import type { OrderState } from '@vendure/core';

/** Orders that nothing more is brought for. */
const OVER: readonly string[] = ['Cancelled'];

/**
 * How far an order is by how far its sellers' orders are; cancelled ones don't count.
 *
 * @returns undefined where no goods are on their way yet
 */
export function rolledUpState(sellerOrders: readonly OrderState[]): OrderState | undefined {
  const states = sellerOrders.filter((state) => !OVER.includes(state));
  const every = (...wanted: OrderState[]) =>
    states.length > 0 && states.every((state) => wanted.includes(state));
  const some = (...wanted: OrderState[]) => states.some((state) => wanted.includes(state));
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
