import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@vendure/dashboard';
import { CalendarPlusIcon } from 'lucide-react';
import { useRef } from 'react';
import { ExceptionRow } from './exception-row';
import type { Hours, HoursException } from './hours';
import { dateError } from './hours-errors';

interface ExceptionsEditorProps {
  hours: Hours;
  onChange: (hours: Hours) => void;
}

/** Editor of the dates with different opening hours. */
export function ExceptionsEditor({ hours, onChange }: ExceptionsEditorProps) {
  const { t } = useLingui();
  const adding = useRef<HTMLButtonElement>(null);
  const { exceptions } = hours;
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
            <ExceptionRow
              key={index}
              exception={exception}
              number={index + 1}
              error={dateError(hours, index)}
              onChange={(changed) => setExceptions(exceptions.with(index, changed))}
              onRemove={() => {
                // The pressed button is removed with its exception.
                adding.current?.focus();
                setExceptions(exceptions.toSpliced(index, 1));
              }}
            />
          ))}
        </ul>
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
