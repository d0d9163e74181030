import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { ReadProof } from '../proof/read-proof';

const MAX_PIN = 32;

/** The PIN that the receiver shows to the driver. */
export function PinField({ onChange }: { onChange: (read: ReadProof) => void }): ReactElement {
  const enter = (text: string) => {
    const pin = text.trim();
    onChange(() => Promise.resolve(pin === '' ? 'pin' : { kind: 'pin', pin }));
  };
  return (
    <label>
      <Trans>PIN of the receiver</Trans>
      <input
        className="pin"
        inputMode="numeric"
        autoComplete="off"
        maxLength={MAX_PIN}
        onChange={({ target }) => enter(target.value)}
      />
    </label>
  );
}
