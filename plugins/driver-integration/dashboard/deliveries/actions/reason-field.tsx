import { Label, Textarea } from '@vendure/dashboard';
import { useId, type ReactNode } from 'react';

interface ReasonFieldProps {
  label: ReactNode;
  value: string;
  required?: boolean;
  onChange: (reason: string) => void;
}

export function ReasonField({ label, value, required, onChange }: Readonly<ReasonFieldProps>) {
  const id = useId();
  return (
    <div className="space-y-2">
      <Label htmlFor={id}>{label}</Label>
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
