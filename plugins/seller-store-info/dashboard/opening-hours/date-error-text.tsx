import { Trans } from '@lingui/react/macro';
import type { DateError } from './hours-errors';

interface DateErrorTextProps {
  id: string;
  /** Number of the exception, from 1. */
  number: number;
  error: DateError;
}

export function DateErrorText({ id, number, error }: Readonly<DateErrorTextProps>) {
  return (
    <p id={id} role="alert" className="text-sm text-destructive">
      {error === 'missing' ? (
        <Trans>Exception {number} needs a date.</Trans>
      ) : (
        <Trans>Exception {number} needs another date: this one has an exception already.</Trans>
      )}
    </p>
  );
}
