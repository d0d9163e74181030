import { Trans } from '@lingui/react/macro';
import type { PeriodsError } from './hours-errors';

export function PeriodsErrorText({ error }: { error: PeriodsError }) {
  return (
    <p role="alert" className="text-sm text-destructive">
      {error === 'incomplete' && <Trans>Enter opening and closing time.</Trans>}
      {error === 'empty' && <Trans>Opening and closing time must differ.</Trans>}
      {error === 'overlap' && <Trans>These hours overlap.</Trans>}
    </p>
  );
}
