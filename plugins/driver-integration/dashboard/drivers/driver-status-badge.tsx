import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import { DRIVER_STATUSES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { DriverStatus } from './driver-status';

const VARIANTS = { AVAILABLE: 'success', BUSY: 'default', OFFLINE: 'secondary' } as const;

/** Status of a driver; `Deactivated` replaces the status of a deactivated driver. */
export function DriverStatusBadge({ status, active }: Readonly<{ status: DriverStatus; active: boolean }>) {
  const getLabel = useCodeText(DRIVER_STATUSES);
  return active ? (
    <Badge variant={VARIANTS[status]}>{getLabel(status)}</Badge>
  ) : (
    <Badge variant="outline">
      <Trans>Deactivated</Trans>
    </Badge>
  );
}
