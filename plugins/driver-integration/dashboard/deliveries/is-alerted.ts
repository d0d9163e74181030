import type { DeliveryState } from './delivery-state';

export interface Alerted {
  state: DeliveryState;
  noProgressSince: string | null;
  driverSilentSince: string | null;
}

/** Whether a delivery has an open alert: no progress, or no heartbeat from its driver. */
export const isAlerted = ({ noProgressSince, driverSilentSince }: Omit<Alerted, 'state'>) =>
  noProgressSince !== null || driverSilentSince !== null;
