import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@vendure/dashboard';
import { PlusIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { withPeriod, type Period } from './hours';
import { periodsFault } from './hours-faults';
import { PeriodRow } from './period-row';
import { PeriodsFaultText } from './periods-fault-text';

/** As many as the server takes for one day. */
const MOST_PERIODS = 6;

interface DayEditorProps {
  /** What the day is called, for screen readers. */
  name: string;
  title: ReactNode;
  periods: readonly Period[];
  onChange: (periods: readonly Period[]) => void;
  /** Buttons beside the one for another period. */
  actions: ReactNode;
}

/** The periods of one day; a day without is closed. */
export function DayEditor({ name, title, periods, onChange, actions }: DayEditorProps) {
  const { t } = useLingui();
  const adding = useRef<HTMLButtonElement>(null);
  const fault = periodsFault(periods);
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
          disabled={periods.length >= MOST_PERIODS}
          onClick={() => onChange(withPeriod(periods))}
        >
          <PlusIcon />
        </Button>
        {actions}
      </div>
      {periods.map((period, index) => (
        // A period is known by its place in the day only.
        <PeriodRow
          key={index}
          of={name}
          period={period}
          invalid={fault !== undefined}
          onChange={(changed) => onChange(periods.with(index, changed))}
          onRemove={() => {
            // The button that was pressed goes with its hours.
            adding.current?.focus();
            onChange(periods.toSpliced(index, 1));
          }}
        />
      ))}
      {fault && <PeriodsFaultText fault={fault} />}
    </li>
  );
}
