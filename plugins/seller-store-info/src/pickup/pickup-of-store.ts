import { pickupSchema, type PickupResult } from '@driver-dispatch/contract';
import { getPreparationMinutes, readyAt } from '../stores/ready-at';
import type { Store } from '../stores/store';

const NAME_LENGTH = 200;

/**
 * Returns the pickup of an order placed now at a store, or why the store cannot be a pickup.
 *
 * @param extraMinutes extra preparation time of the order's variants
 */
export function pickupOfStore(store: Store, now: Date, extraMinutes = 0): PickupResult {
  if (!store.point) {
    return { found: false, reason: `Stock location "${store.name}" has no coordinates` };
  }
  const pickup = pickupSchema.safeParse({
    name: store.name.slice(0, NAME_LENGTH),
    point: store.point,
    address: store.address,
    phone: store.phone,
    readyAt: readyAt(store, now, extraMinutes).toISOString(),
  });
  if (!pickup.success) {
    const issues = pickup.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return { found: false, reason: `Stock location "${store.name}" is not a valid pickup: ${issues}` };
  }
  return {
    found: true,
    pickup: pickup.data,
    placeId: store.id,
    preparationMinutes: getPreparationMinutes(store, extraMinutes),
  };
}
