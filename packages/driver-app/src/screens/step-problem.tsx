import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { StepStoreProblem } from './use-add-step';

/** Says why an entry was not stored on the device. */
export function StepProblem({ problem }: { problem: StepStoreProblem | undefined }): ReactElement {
  return (
    <p className="problem" role="alert">
      {problem === 'storage_full' && (
        <Trans>
          The storage of this device is full, so the entry was not saved. Delete something, such as photos or
          videos, then try again.
        </Trans>
      )}
      {problem === 'storage_failed' && (
        <Trans>The entry was not saved on this device. Close other tabs of this app, then try again.</Trans>
      )}
    </p>
  );
}
