import type { DeliveryAlertType } from '@driver-dispatch/contract';
import type { DriverDelivery } from './driver-delivery.entity';

export type AlertColumn = 'noProgressSince' | 'driverSilentSince';

/** Column that is set while an alert of the type is open. */
export const ALERT_COLUMNS: Readonly<Record<DeliveryAlertType, AlertColumn>> = {
  'delivery.not_picked_up': 'noProgressSince',
  'delivery.not_ended': 'noProgressSince',
  'delivery.driver_silent': 'driverSilentSince',
};

/** What each step of a delivery changes: it resolves the delivery's alerts. */
export const NO_ALERTS = { noProgressSince: null, driverSilentSince: null } as const;

/** Types of the alerts that are open. */
export function openAlerts(delivery: DriverDelivery): DeliveryAlertType[] {
  const alerts: DeliveryAlertType[] = [];
  if (delivery.noProgressSince !== null) {
    alerts.push(delivery.state === 'PICKED_UP' ? 'delivery.not_ended' : 'delivery.not_picked_up');
  }
  if (delivery.driverSilentSince !== null) {
    alerts.push('delivery.driver_silent');
  }
  return alerts;
}
