import type { DriverDeliveryState } from './driver-delivery-state';

/** Type of the entries this plugin adds to an order's history. */
export const DRIVER_DELIVERY_HISTORY = 'DRIVER_DELIVERY';

export interface DriverDeliveryHistoryData {
  state: DriverDeliveryState;
  /** Such as `delivery.assigned`, or `delivery.redispatched` by an administrator; absent for other changes in Vendure. */
  event?: string;
  driverName?: string;
  /** Type of the alert that was raised or resolved, where one was. */
  alert?: string;
  /** Driver who had the delivery before: of `delivery.reassigned`. */
  previousDriverName?: string;
  /** Dispatcher who took the step, where one did. */
  operator?: string;
  note?: string;
}

declare module '@vendure/core/dist/service/services/history.service' {
  interface OrderHistoryEntryData {
    [DRIVER_DELIVERY_HISTORY]: DriverDeliveryHistoryData;
  }
}
