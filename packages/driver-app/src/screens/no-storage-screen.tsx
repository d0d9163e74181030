import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ScreenFrame } from './screen-frame';

/** Explains that the app does not work without storage on the device. */
export function NoStorageScreen(): ReactElement {
  return (
    <main>
      <ScreenFrame title={<Trans>No storage</Trans>}>
        <p>
          <Trans>
            The browser does not let this app store anything on this device. Use a normal window instead of a
            private one, or another browser.
          </Trans>
        </p>
      </ScreenFrame>
    </main>
  );
}
