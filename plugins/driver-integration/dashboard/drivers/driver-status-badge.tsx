import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import { DRIVER_STATUSES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { DriverStatus } from './driver-status';

const VARIANTS = { AVAILABLE: 'success', BUSY: 'default', OFFLINE: 'secondary' } as const;

/** Whether a driver may be assigned; a deactivated one is nothing else any more. */
export function DriverStatusBadge({ status, active }: Readonly<{ status: DriverStatus; active: boolean }>) {
  const labelOf = useCodeText(DRIVER_STATUSES);
  return active ? (
    <Badge variant={VARIANTS[status]}>{labelOf(status)}</Badge>
  ) : (
    <Badge variant="outline">
      <Trans>Deactivated</Trans>
    </Badge>
  );
}
