import { In, IsNull, type FindOptionsWhere } from 'typeorm';
import type { DriverDelivery } from './driver-delivery.entity';
import { PARKED_STATES, READY_STATES } from './driver-delivery-state';

/**
 * Deliveries that the engine has not acknowledged. An event counts as an acknowledgement, even if the receipt was lost.
 */
export const UNSUBMITTED: FindOptionsWhere<DriverDelivery> = {
  submittedAt: IsNull(),
  cancelRequestedAt: IsNull(),
  sequence: 0,
  state: In([...READY_STATES]),
};

/** Deliveries that wait until their data is corrected. Their `submission` was not accepted, so it may be rebuilt. */
export const PARKED: FindOptionsWhere<DriverDelivery> = {
  ...UNSUBMITTED,
  state: In([...PARKED_STATES]),
};
