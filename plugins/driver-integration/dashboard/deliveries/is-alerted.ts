import type { DeliveryState } from './delivery-state';
import { isOverdue } from './lateness';

export interface Alerted {
  state: DeliveryState;
  noProgressSince: string | null;
  driverSilentSince: string | null;
  noShowSince: string | null;
}

/** Whether a delivery has an open alert: no progress, or no heartbeat from its driver. */
export const isAlerted = ({ noProgressSince, driverSilentSince, noShowSince }: Omit<Alerted, 'state'>) =>
  noProgressSince !== null || driverSilentSince !== null || noShowSince !== null;

/** Whether a delivery has an open alert, or has passed its promised time and has not ended. */
export const isUrgent = (delivery: Alerted & { promisedAt: string | null }) =>
  isAlerted(delivery) || isOverdue(delivery);
