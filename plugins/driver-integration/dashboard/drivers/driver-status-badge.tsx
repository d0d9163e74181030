import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import { useDriverStatusLabel, type DriverStatus } from './driver-status';

const VARIANTS = { AVAILABLE: 'success', BUSY: 'default', OFFLINE: 'secondary' } as const;

/** Whether a driver may be assigned; a deactivated one is nothing else any more. */
export function DriverStatusBadge({ status, active }: Readonly<{ status: DriverStatus; active: boolean }>) {
  const labelOf = useDriverStatusLabel();
  return active ? (
    <Badge variant={VARIANTS[status]}>{labelOf(status)}</Badge>
  ) : (
    <Badge variant="outline">
      <Trans>Deactivated</Trans>
    </Badge>
  );
}
