import type { DriverDeliveryState } from '../delivery/driver-delivery-state';

/** States of a delivery that its order follows to. */
export const FOLLOWED_STATES: readonly DriverDeliveryState[] = ['PICKED_UP', 'DELIVERED'];
