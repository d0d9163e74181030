import { In, IsNull, type FindOptionsWhere } from 'typeorm';
import type { DriverDelivery } from './driver-delivery.entity';
import { PARKED_STATES, READY_STATES } from './driver-delivery-state';

/**
 * Deliveries that the engine is to have and, as far as Vendure knows, has not. An event counts like a receipt:
 * it tells that the engine has the delivery even where the receipt was lost.
 */
export const STILL_TO_HAND_OVER: FindOptionsWhere<DriverDelivery> = {
  handedOverAt: IsNull(),
  cancelRequestedAt: IsNull(),
  sequence: 0,
  state: In([...READY_STATES]),
};

/** Those of them that wait for people. Their message, if any, has not been accepted, so it may be made anew. */
export const PARKED: FindOptionsWhere<DriverDelivery> = {
  ...STILL_TO_HAND_OVER,
  state: In([...PARKED_STATES]),
};
