import type { ID } from '@vendure/core';

/** Units of an order line allocated at a stock location. */
export interface AllocatedUnits<Location> {
  stockLocation: Location;
  quantity: number;
}

/** Returns the location with the most units, for equal units the one with the lowest id. Undefined without allocations. */
export function mainLocation<Location extends { id: ID }>(
  allocations: ReadonlyArray<AllocatedUnits<Location>>,
): Location | undefined {
  const byId = new Map<ID, AllocatedUnits<Location>>();
  for (const { stockLocation, quantity } of allocations) {
    const sum = (byId.get(stockLocation.id)?.quantity ?? 0) + quantity;
    byId.set(stockLocation.id, { stockLocation, quantity: sum });
  }
  const [main] = [...byId.values()].sort(
    (a, b) => b.quantity - a.quantity || compareIds(a.stockLocation.id, b.stockLocation.id),
  );
  return main?.stockLocation;
}

function compareIds(a: ID, b: ID): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  return String(a) < String(b) ? -1 : 1;
}
