import { Plural, Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { UNSENT_DAYS } from '../app/driver-app';

/** Says when the entries that a sign-out leaves on the device are sent, and when they are deleted. */
export function UnsentMessage({ count }: { count: number }): ReactElement | null {
  return count === 0 ? null : (
    <p className="message">
      <Plural
        value={count}
        one="# entry is not sent yet. It is sent when you sign in on this device again."
        other="# entries are not sent yet. They are sent when you sign in on this device again."
      />{' '}
      <Trans>This device deletes unsent entries after {UNSENT_DAYS} days.</Trans>
    </p>
  );
}
