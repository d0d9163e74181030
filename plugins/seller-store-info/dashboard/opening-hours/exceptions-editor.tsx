import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Input } from '@vendure/dashboard';
import { CalendarPlusIcon, Trash2Icon } from 'lucide-react';
import { useRef } from 'react';
import { DayEditor } from './day-editor';
import type { Hours, HoursException } from './hours';
import { invalidDates } from './hours-errors';

interface ExceptionsEditorProps {
  hours: Hours;
  onChange: (hours: Hours) => void;
}

/** Editor of the dates with different opening hours. */
export function ExceptionsEditor({ hours, onChange }: ExceptionsEditorProps) {
  const { t } = useLingui();
  const adding = useRef<HTMLButtonElement>(null);
  const { exceptions } = hours;
  const invalid = invalidDates(hours);
  const setExceptions = (changed: readonly HoursException[]) => onChange({ ...hours, exceptions: changed });
  return (
    <section className="space-y-2" aria-label={t`Exceptions`}>
      <p className="text-sm font-medium">
        <Trans>Exceptions</Trans>
      </p>
      {exceptions.length > 0 && (
        <ul className="divide-y rounded-md border">
          {exceptions.map((exception, index) => (
            // Dates are not unique during input, so the index is the key.
            <DayEditor
              key={index}
              name={exception.date || t`Exception`}
              title={
                <Input
                  type="date"
                  className="w-40"
                  aria-label={t`Date`}
                  aria-invalid={invalid.has(exception.date)}
                  value={exception.date}
                  onChange={(event) =>
                    setExceptions(exceptions.with(index, { ...exception, date: event.target.value }))
                  }
                />
              }
              periods={exception.periods}
              onChange={(periods) => setExceptions(exceptions.with(index, { ...exception, periods }))}
              actions={
                <Button
                  type="button"
                  variant="ghost"
                  size="icon-sm"
                  aria-label={t`Remove the exception`}
                  onClick={() => {
                    adding.current?.focus();
                    setExceptions(exceptions.toSpliced(index, 1));
                  }}
                >
                  <Trash2Icon />
                </Button>
              }
            />
          ))}
        </ul>
      )}
      {invalid.size > 0 && (
        <p role="alert" className="text-sm text-destructive">
          <Trans>Each exception needs a different date.</Trans>
        </p>
      )}
      <Button
        ref={adding}
        type="button"
        variant="outline"
        size="sm"
        onClick={() => setExceptions([...exceptions, { date: '', periods: [] }])}
      >
        <CalendarPlusIcon />
        <Trans>Add an exception</Trans>
      </Button>
    </section>
  );
}
