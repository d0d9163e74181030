export interface StockedLocation<T> {
  location: T;
  /** Pieces on hand that no order has yet. */
  free: number;
}

/**
 * Takes a quantity from the first location that has all of it, else from as many as it takes, the first first. What
 * exceeds all stock is taken from the first that has any: whether an order may be placed beyond the stock is decided
 * before it is placed.
 */
export function takeInOrder<T>(
  locations: readonly StockedLocation<T>[],
  quantity: number,
): { location: T; quantity: number }[] {
  const whole = locations.find(({ free }) => free >= quantity);
  if (whole) {
    return [{ location: whole.location, quantity }];
  }
  const taken: { location: T; quantity: number }[] = [];
  let missing = quantity;
  for (const { location, free } of locations) {
    const take = Math.min(missing, Math.max(0, free));
    if (take > 0) {
      taken.push({ location, quantity: take });
      missing -= take;
    }
  }
  const [first] = taken;
  if (missing > 0 && first) {
    first.quantity += missing;
  } else if (missing > 0 && locations[0]) {
    taken.push({ location: locations[0].location, quantity: missing });
  }
  return taken;
}
