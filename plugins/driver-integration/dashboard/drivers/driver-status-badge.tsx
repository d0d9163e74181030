import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import { DRIVER_STATUSES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { DriverStatus } from './driver-status';

const VARIANTS = { AVAILABLE: 'success', BUSY: 'default', OFFLINE: 'secondary' } as const;

interface DriverStatusBadgeProps {
  status: DriverStatus;
  active: boolean;
  /** Start of a hold, if any. */
  holdSince?: string | null;
}

/** Status of a driver with a hold; `Deactivated` replaces the status of a deactivated driver. */
export function DriverStatusBadge({ status, active, holdSince }: Readonly<DriverStatusBadgeProps>) {
  const getLabel = useCodeText(DRIVER_STATUSES);
  return active ? (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge variant={VARIANTS[status]}>{getLabel(status)}</Badge>
      {holdSince && (
        <span className="text-xs text-muted-foreground">
          {status === 'BUSY' ? <Trans>offline after this delivery</Trans> : <Trans>on hold</Trans>}
        </span>
      )}
    </span>
  ) : (
    <Badge variant="outline">
      <Trans>Deactivated</Trans>
    </Badge>
  );
}
