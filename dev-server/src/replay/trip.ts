import type { MdrpInstance, Order, PlanePoint } from './mdrp-instance';

/** A courier's times for one order, in minutes of the day. */
export interface Trip {
  assignedAt: number;
  /** Half of the pickup service time after the arrival, not before the meal is ready. */
  pickedUpAt: number;
  /** Half of the drop-off service time after the arrival. */
  deliveredAt: number;
  /** When the courier is available again. */
  freeAt: number;
}

/**
 * Plans a courier's trip for one order, with straight travel. Service times are walks from the vehicle and back: one half
 * before the pickup or drop-off, one half after it (Reyes et al., 2018).
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
  const deliveredAt = pickedUpAt + pickupHalf + travel(order.restaurant, order.dropoff) + dropoffHalf;
  return { assignedAt, pickedUpAt, deliveredAt, freeAt: deliveredAt + dropoffHalf };
}
