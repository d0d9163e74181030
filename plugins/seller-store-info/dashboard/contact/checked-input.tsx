import { Input, isFieldDisabled, type DashboardFormComponentProps } from '@vendure/dashboard';
import { useId, type ReactNode } from 'react';

interface CheckedInputProps extends DashboardFormComponentProps {
  isValid: (text: string) => boolean;
  /** Shown below an invalid value. */
  error: ReactNode;
  type?: 'tel' | 'text';
}

/** A text input that shows the error of its value. */
export function CheckedInput({
  isValid,
  error,
  type = 'text',
  value,
  onChange,
  disabled,
  fieldDef,
  ...field
}: Readonly<CheckedInputProps>) {
  const errorId = useId();
  const text = (value as string | null | undefined) ?? '';
  const invalid = !isValid(text);
  return (
    <>
      <Input
        {...field}
        id={`field-${field.name}`}
        type={type}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        disabled={isFieldDisabled(disabled, fieldDef)}
        aria-invalid={invalid}
        aria-describedby={invalid ? errorId : undefined}
      />
      {invalid && (
        <p id={errorId} role="alert" className="text-sm text-destructive">
          {error}
        </p>
      )}
    </>
  );
}
