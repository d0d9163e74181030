import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';

interface EndShiftProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Ends the duty together with the delivery, so that no further one is assigned. */
export function EndShift({ checked, onChange }: EndShiftProps): ReactElement {
  return (
    <label className="choice">
      <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
      <Trans>Then go off duty</Trans>
    </label>
  );
}
