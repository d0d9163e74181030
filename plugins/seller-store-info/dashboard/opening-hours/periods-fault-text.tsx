import { Trans } from '@lingui/react/macro';
import type { PeriodsFault } from './hours-faults';

export function PeriodsFaultText({ fault }: { fault: PeriodsFault }) {
  return (
    <p role="alert" className="text-sm text-destructive">
      {fault === 'incomplete' && <Trans>Say when it opens and when it closes.</Trans>}
      {fault === 'empty' && <Trans>It can't open and close at the same time.</Trans>}
      {fault === 'overlap' && <Trans>These hours overlap.</Trans>}
    </p>
  );
}
