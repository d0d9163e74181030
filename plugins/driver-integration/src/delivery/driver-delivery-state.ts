import { deliveryStateSchema, isFinished } from '@driver-dispatch/contract';

/** What holds a delivery up on Vendure's side, before the engine has it. */
export const LOCAL_STATES = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const;

/** Those of the local states in which the order is ready for a driver. */
export const READY_STATES = ['NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const;

/** Those of the local states in which a delivery waits until something about it is mended. */
export const PARKED_STATES = ['NOT_LOCATED', 'REFUSED'] as const;

/** The engine's states in which a delivery goes on. */
export const OPEN_STATES = deliveryStateSchema.options.filter((state) => !isFinished(state));

/** The engine's states in which a delivery has reached its end. */
export const FINISHED_STATES = deliveryStateSchema.options.filter(isFinished);

/**
 * State of a delivery as Vendure knows it. `NOT_READY`: paid, and not ready for a driver yet. `NOT_LOCATED`: pickup or drop-off is missing, and `problem` says
 * which. `SUBMITTING`: on its way to the engine. `REFUSED`: the engine takes it for wrong, and `problem` says why.
 * The others are the engine's.
 */
export const DRIVER_DELIVERY_STATES = [...LOCAL_STATES, ...deliveryStateSchema.options] as const;

export type DriverDeliveryState = (typeof DRIVER_DELIVERY_STATES)[number];
