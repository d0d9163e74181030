export interface StockedLocation<T> {
  location: T;
  /** Saleable units. */
  saleable: number;
}

/**
 * Allocates a quantity at the first location with enough stock, else at several locations in order. A quantity beyond all
 * stock is allocated at the first location with stock: Vendure checks before the order is placed whether that is allowed.
 */
export function allocateInOrder<T>(
  locations: readonly StockedLocation<T>[],
  quantity: number,
): { location: T; quantity: number }[] {
  const sufficient = locations.find(({ saleable }) => saleable >= quantity);
  if (sufficient) {
    return [{ location: sufficient.location, quantity }];
  }
  const allocated: { location: T; quantity: number }[] = [];
  let missing = quantity;
  for (const { location, saleable } of locations) {
    const take = Math.min(missing, Math.max(0, saleable));
    if (take > 0) {
      allocated.push({ location, quantity: take });
      missing -= take;
    }
  }
  const [first] = allocated;
  if (missing > 0 && first) {
    first.quantity += missing;
  } else if (missing > 0 && locations[0]) {
    allocated.push({ location: locations[0].location, quantity: missing });
  }
  return allocated;
}
