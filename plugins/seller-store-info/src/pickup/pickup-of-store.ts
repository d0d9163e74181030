import { pickupSchema, type PickupAnswer } from '@driver-dispatch/contract';
import type { Store } from '../stores/store';

const MINUTE_MILLISECONDS = 60_000;
const NAME_LENGTH = 200;

/**
 * The pickup at a store of an order that is placed now, or why a driver can't be sent there.
 *
 * @param now milliseconds since the Unix epoch
 */
export function pickupOfStore(store: Store, now: number): PickupAnswer {
  if (!store.point) {
    return { found: false, reason: `Stock location "${store.name}" has no coordinates` };
  }
  const pickup = pickupSchema.safeParse({
    name: store.name.slice(0, NAME_LENGTH),
    point: store.point,
    address: store.address,
    phone: store.phone,
    readyAt: new Date(now + store.preparationMinutes * MINUTE_MILLISECONDS).toISOString(),
  });
  if (!pickup.success) {
    const issues = pickup.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return { found: false, reason: `Stock location "${store.name}" makes no pickup: ${issues}` };
  }
  return { found: true, pickup: pickup.data, preparationMinutes: store.preparationMinutes };
}
