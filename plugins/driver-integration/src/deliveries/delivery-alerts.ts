import type { DeliveryAlertType } from '@driver-dispatch/contract';
import type { DriverDelivery } from './driver-delivery.entity';

export type AlertColumn = 'noProgressSince' | 'driverSilentSince' | 'noShowSince';

/** Columns that are set while an alert of the type is open. */
export const ALERT_COLUMNS: Readonly<Record<DeliveryAlertType, AlertColumn>> = {
  'delivery.not_picked_up': 'noProgressSince',
  'delivery.not_ended': 'noProgressSince',
  'delivery.driver_silent': 'driverSilentSince',
  'delivery.no_show': 'noShowSince',
};

/** Column values without alerts. Each state change of a delivery resolves its alerts. */
export const NO_ALERTS = { noProgressSince: null, driverSilentSince: null, noShowSince: null } as const;

/** Returns the types of the open alerts of a delivery. */
export function openAlerts(delivery: DriverDelivery): DeliveryAlertType[] {
  const alerts: DeliveryAlertType[] = [];
  if (delivery.noProgressSince !== null) {
    alerts.push(delivery.state === 'PICKED_UP' ? 'delivery.not_ended' : 'delivery.not_picked_up');
  }
  if (delivery.driverSilentSince !== null) {
    alerts.push('delivery.driver_silent');
  }
  if (delivery.noShowSince !== null) {
    alerts.push('delivery.no_show');
  }
  return alerts;
}
