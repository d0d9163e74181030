import { useLingui } from '@lingui/react/macro';
import { Button, Input } from '@vendure/dashboard';
import { Trash2Icon } from 'lucide-react';
import { useId } from 'react';
import { DateErrorText } from './date-error-text';
import { DayEditor } from './day-editor';
import type { HoursException } from './hours';
import type { DateError } from './hours-errors';

interface ExceptionRowProps {
  exception: HoursException;
  /** Number of the exception, from 1. */
  number: number;
  error: DateError | undefined;
  onChange: (exception: HoursException) => void;
  onRemove: () => void;
}

/** Editor of one date with different opening hours. */
export function ExceptionRow({ exception, number, error, onChange, onRemove }: Readonly<ExceptionRowProps>) {
  const { t } = useLingui();
  const errorId = useId();
  return (
    <DayEditor
      name={exception.date || t`Exception`}
      title={
        <div className="space-y-1.5">
          <Input
            type="date"
            className="w-40 dark:[color-scheme:dark]"
            aria-label={t`Date`}
            aria-invalid={error !== undefined}
            aria-describedby={error && errorId}
            value={exception.date}
            onChange={(event) => onChange({ ...exception, date: event.target.value })}
          />
          {error && <DateErrorText id={errorId} number={number} error={error} />}
        </div>
      }
      periods={exception.periods}
      onChange={(periods) => onChange({ ...exception, periods })}
      actions={
        <Button
          type="button"
          variant="ghost"
          size="icon-sm"
          aria-label={t`Remove the exception`}
          onClick={onRemove}
        >
          <Trash2Icon />
        </Button>
      }
    />
  );
}
