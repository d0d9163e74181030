import type { FailureCode } from '@driver-dispatch/contract';
import type { Problem } from '../problems/problem';
import type { DriverDeliveryState } from './driver-delivery-state';

/** Type of the entries this plugin adds to an order's history. */
export const DRIVER_DELIVERY_HISTORY = 'DRIVER_DELIVERY';

export interface DriverDeliveryHistoryData {
  state: DriverDeliveryState;
  /** For example `delivery.assigned`, or `delivery.redispatched` by an administrator; undefined for other changes. */
  event?: string;
  driverName?: string;
  /** Type of the raised or resolved alert. */
  alert?: string;
  /** Previous driver of `delivery.reassigned`. */
  previousDriverName?: string;
  /** Dispatcher who caused the event. */
  operator?: string;
  /** Why the delivery failed. */
  failureCode?: FailureCode;
  problem?: Problem;
  /** Reason of the dispatcher or note of the driver. */
  note?: string;
}

declare module '@vendure/core/dist/service/services/history.service' {
  interface OrderHistoryEntryData {
    [DRIVER_DELIVERY_HISTORY]: DriverDeliveryHistoryData;
  }
}
