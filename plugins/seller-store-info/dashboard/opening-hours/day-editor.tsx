import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@vendure/dashboard';
import { PlusIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { withPeriod, type Period } from './hours';
import { periodsError } from './hours-errors';
import { PeriodRow } from './period-row';
import { PeriodsErrorText } from './periods-error-text';

/** Maximum number of periods per day, as on the server. */
const MAX_PERIODS = 6;

interface DayEditorProps {
  /** Accessible name of the day. */
  name: string;
  title: ReactNode;
  periods: readonly Period[];
  onChange: (periods: readonly Period[]) => void;
  /** Buttons next to the button that adds a period. */
  actions: ReactNode;
}

/** Editor of the periods of one day. A day without periods is closed. */
export function DayEditor({ name, title, periods, onChange, actions }: DayEditorProps) {
  const { t } = useLingui();
  const adding = useRef<HTMLButtonElement>(null);
  const error = periodsError(periods);
  return (
    <li className="space-y-1.5 px-3 py-1.5">
      <div className="flex items-center gap-1">
        <div className="min-w-0 grow text-sm font-medium">{title}</div>
        {periods.length === 0 && (
          <span className="text-sm text-muted-foreground">
            <Trans>Closed</Trans>
          </span>
        )}
        <Button
          ref={adding}
          type="button"
          variant="ghost"
          size="icon-sm"
          title={t`Add hours`}
          aria-label={t`Add hours: ${name}`}
          disabled={periods.length >= MAX_PERIODS}
          onClick={() => onChange(withPeriod(periods))}
        >
          <PlusIcon />
        </Button>
        {actions}
      </div>
      {periods.map((period, index) => (
        // Periods have no id, so the index is the key.
        <PeriodRow
          key={index}
          dayName={name}
          period={period}
          invalid={error !== undefined}
          onChange={(changed) => onChange(periods.with(index, changed))}
          onRemove={() => {
            // The pressed button is removed with its period.
            adding.current?.focus();
            onChange(periods.toSpliced(index, 1));
          }}
        />
      ))}
      {error && <PeriodsErrorText error={error} />}
    </li>
  );
}
