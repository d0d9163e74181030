import type { DeliveryState } from '@driver-dispatch/contract/messages';
import type { WithdrawnReason } from './app-state';

/** Why a delivery is no longer the driver's. @param state in the driver's own list; undefined if it is not listed */
export function withdrawnReason(state: DeliveryState | undefined): WithdrawnReason {
  switch (state) {
    case 'CANCELLED':
      return 'cancelled';
    case 'DELIVERED':
    case 'FAILED':
      return 'ended';
    default:
      return 'reassigned';
  }
}
