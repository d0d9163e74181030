import { deliveryStateSchema, isFinished } from '@driver-dispatch/contract';

/** States in Vendure before the engine has accepted the delivery. */
export const LOCAL_STATES = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const;

/** Local states in which the order is ready for a driver. */
export const READY_STATES = ['NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const;

/** Local states in which a delivery waits until its data is corrected. */
export const PARKED_STATES = ['NOT_LOCATED', 'REFUSED'] as const;

/** States of the engine that are not final. */
export const OPEN_STATES = deliveryStateSchema.options.filter((state) => !isFinished(state));

/** Final states of the engine. */
export const FINISHED_STATES = deliveryStateSchema.options.filter(isFinished);

/**
 * States of a delivery in Vendure. `NOT_READY`: paid, but not ready for pickup. `NOT_LOCATED`: pickup or drop-off is not
 * located; see `problem`. `SUBMITTING`: not yet accepted by the engine. `REFUSED`: rejected by the engine as invalid; see
 * `problem`. The other states are those of the engine.
 */
export const DRIVER_DELIVERY_STATES = [...LOCAL_STATES, ...deliveryStateSchema.options] as const;

export type DriverDeliveryState = (typeof DRIVER_DELIVERY_STATES)[number];
