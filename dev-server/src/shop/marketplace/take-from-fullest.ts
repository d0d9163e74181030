export interface StockedLocation<T> {
  location: T;
  /** Pieces on hand that no order has yet. */
  free: number;
}

/**
 * Takes a quantity from as few locations as possible, the fullest first. What exceeds all stock is taken
 * from the fullest: whether an order may be placed beyond the stock is decided before it is placed.
 */
export function takeFromFullest<T>(
  locations: readonly StockedLocation<T>[],
  quantity: number,
): { location: T; quantity: number }[] {
  const fullestFirst = [...locations].sort((a, b) => b.free - a.free);
  const taken: { location: T; quantity: number }[] = [];
  let missing = quantity;
  for (const { location, free } of fullestFirst) {
    const take = Math.min(missing, Math.max(0, free));
    if (take > 0) {
      taken.push({ location, quantity: take });
      missing -= take;
    }
  }
  const first = taken[0];
  if (missing > 0 && first) {
    first.quantity += missing;
  } else if (missing > 0 && fullestFirst[0]) {
    taken.push({ location: fullestFirst[0].location, quantity: missing });
  }
  return taken;
}
