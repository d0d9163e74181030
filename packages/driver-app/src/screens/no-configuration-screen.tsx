import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ScreenFrame } from './screen-frame';

/** Explains that the app does not know its engine yet. */
export function NoConfigurationScreen({ onRetry }: { onRetry: () => void }): ReactElement {
  return (
    <main>
      <ScreenFrame
        title={<Trans>No connection</Trans>}
        action={
          <button type="button" className="primary" onClick={onRetry}>
            <Trans>Try again</Trans>
          </button>
        }
      >
        <p>
          <Trans>The app could not load its settings. Check your network, then try again.</Trans>
        </p>
      </ScreenFrame>
    </main>
  );
}
