import { Trans } from '@lingui/react/macro';
import { Label, Textarea } from '@vendure/dashboard';
import { useId } from 'react';

interface ReasonFieldProps {
  value: string;
  required?: boolean;
  onChange: (reason: string) => void;
}

export function ReasonField({ value, required, onChange }: Readonly<ReasonFieldProps>) {
  const id = useId();
  return (
    <div className="space-y-2">
      <Label htmlFor={id}>
        <Trans>Reason</Trans>
      </Label>
      <Textarea
        id={id}
        maxLength={500}
        required={required}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
