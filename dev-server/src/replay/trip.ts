import type { MdrpInstance, Order, PlanePoint } from './mdrp-instance';

/** When a courier does what for one order, in minutes of the day. */
export interface Trip {
  assignedAt: number;
  /** When the courier has the meal: half the pickup service after arriving, not before it is ready. */
  pickedUpAt: number;
  /** When the customer has the meal: half the drop-off service after arriving at the door. */
  deliveredAt: number;
  /** When the courier can take the next order. */
  freeAt: number;
}

/**
 * A courier's way for one order. Service minutes are walking between vehicle and counter or door, so one half
 * lies before the hand-over and one half after it, as Reyes et al. (2018) have it. Travel is straight.
 */
export function planTrip(
  instance: Pick<MdrpInstance, 'metresPerMinute' | 'pickupServiceMinutes' | 'dropoffServiceMinutes'>,
  from: PlanePoint,
  order: Order,
  assignedAt: number,
): Trip {
  const travel = (a: PlanePoint, b: PlanePoint) =>
    Math.hypot(a.x - b.x, a.y - b.y) / instance.metresPerMinute;
  const pickupHalf = instance.pickupServiceMinutes / 2;
  const dropoffHalf = instance.dropoffServiceMinutes / 2;
  const pickedUpAt = Math.max(order.readyTime, assignedAt + travel(from, order.restaurant) + pickupHalf);
  const deliveredAt = pickedUpAt + pickupHalf + travel(order.restaurant, order.door) + dropoffHalf;
  return { assignedAt, pickedUpAt, deliveredAt, freeAt: deliveredAt + dropoffHalf };
}
