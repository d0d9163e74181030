import type { WatchedSellerOrder } from '../shopper/delivery-watcher';

/** Milliseconds from the payment to the assignment; undefined without an assignment. */
export function paidToAssignedMs({ orderPlacedAt, delivery }: WatchedSellerOrder): number | undefined {
  return delivery?.assignedAt ? Date.parse(delivery.assignedAt) - Date.parse(orderPlacedAt) : undefined;
}

/** Formats one seller order as a line: order, store, state, driver or problem, distance, time from paid to assigned. */
export function formatSellerOrder(order: WatchedSellerOrder): string {
  const { code, storeName, delivery } = order;
  const assignedAfter = paidToAssignedMs(order);
  return [
    code,
    (storeName ?? 'no store').padEnd(22),
    (delivery?.state ?? 'NO DELIVERY').padEnd(11),
    (delivery?.driverName ?? delivery?.problem?.message ?? '').padEnd(8),
    delivery?.distanceMetres == null ? '' : `${Math.round(delivery.distanceMetres)} m away`,
    assignedAfter === undefined ? '' : `assigned ${assignedAfter} ms after payment`,
  ]
    .join('  ')
    .trimEnd();
}
