import type { DriverDeliveryState } from '../deliveries/driver-delivery-state';

/** Delivery states that change the state of the order. */
export const SYNCED_STATES: readonly DriverDeliveryState[] = ['PICKED_UP', 'DELIVERED'];
