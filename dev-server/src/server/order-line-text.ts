import type { ShownSellerOrder } from '../shopper/delivery-watcher';

/** Milliseconds from the payment to the assignment as Vendure shows them; undefined until there is one. */
export function paidToAssignedMs({ orderPlacedAt, delivery }: ShownSellerOrder): number | undefined {
  return delivery?.assignedAt ? Date.parse(delivery.assignedAt) - Date.parse(orderPlacedAt) : undefined;
}

/** One seller order on one line: order, store, state, driver, distance, milliseconds from paid to assigned. */
export function orderLineText(order: ShownSellerOrder): string {
  const { code, storeName, delivery } = order;
  const assignedAfter = paidToAssignedMs(order);
  return [
    code,
    (storeName ?? 'no store').padEnd(22),
    (delivery?.state ?? 'NO DELIVERY').padEnd(11),
    (delivery?.driverName ?? delivery?.problem ?? '').padEnd(8),
    delivery?.distanceMetres == null ? '' : `${Math.round(delivery.distanceMetres)} m away`,
    assignedAfter === undefined ? '' : `assigned ${assignedAfter} ms after payment`,
  ]
    .join('  ')
    .trimEnd();
}
