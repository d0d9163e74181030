import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { DriverNow } from './driver-documents';

export type DriverStatus = DriverNow['status'];

export const DRIVER_STATUSES: readonly DriverStatus[] = ['AVAILABLE', 'BUSY', 'OFFLINE'];

const LABELS = {
  AVAILABLE: msg`Available`,
  BUSY: msg`Busy`,
  OFFLINE: msg`Offline`,
};

/** What a status is called in the language of the dashboard. */
export function useDriverStatusLabel(): (status: DriverStatus) => string {
  const { t } = useLingui();
  return (status) => t(LABELS[status]);
}
