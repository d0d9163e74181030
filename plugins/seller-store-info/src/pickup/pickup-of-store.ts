import { pickupSchema, type PickupAnswer } from '@driver-dispatch/contract';
import { preparationMinutesOf, readyAt } from '../stores/ready-at';
import type { Store } from '../stores/store';

const NAME_LENGTH = 200;

/**
 * The pickup at a store of an order that is placed now, or why a driver can't be sent there.
 *
 * @param extraMinutes what the variants of the order take on top of the store's minutes
 */
export function pickupOfStore(store: Store, now: Date, extraMinutes = 0): PickupAnswer {
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
    return { found: false, reason: `Stock location "${store.name}" makes no pickup: ${issues}` };
  }
  return {
    found: true,
    pickup: pickup.data,
    placeId: store.id,
    preparationMinutes: preparationMinutesOf(store, extraMinutes),
  };
}
