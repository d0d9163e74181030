import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';

/** Maximum length of the receiver's name, as in the contract. */
const MAX_NAME = 200;

interface NameFieldProps {
  value: string;
  onChange: (name: string) => void;
}

/** The name of the person who receives the goods. */
export function NameField({ value, onChange }: NameFieldProps): ReactElement {
  return (
    <label>
      <Trans>Name of the receiver</Trans>
      <input
        value={value}
        autoComplete="off"
        maxLength={MAX_NAME}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
