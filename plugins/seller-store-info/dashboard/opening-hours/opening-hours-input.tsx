import { Trans, useLingui } from '@lingui/react/macro';
import { Button, isFieldDisabled, Switch, type DashboardFormComponent } from '@vendure/dashboard';
import { useState } from 'react';
import { CopyIcon } from 'lucide-react';
import { DayEditor } from './day-editor';
import { ExceptionsEditor } from './exceptions-editor';
import { DEFAULT_HOURS, WEEKDAYS, withEveryDayLike, withWeekday, type Hours } from './hours';
import { parseHours, formatHours } from './hours-text';
import { useWeekdayNames } from './use-weekday-names';

/** Input for the opening hours of a store, which its custom field stores as JSON. */
export const OpeningHoursInput: DashboardFormComponent = ({ value, onChange, disabled, fieldDef }) => {
  const { t } = useLingui();
  const names = useWeekdayNames();
  const readOnly = isFieldDisabled(disabled, fieldDef);
  const hours = parseHours(value as string | null);
  // Restores the hours when the switch is turned on and off again.
  const [last, setLast] = useState<Hours>(DEFAULT_HOURS);
  const change = (changed: Hours | undefined) => onChange(formatHours(changed));

  if (hours === null) {
    return <Invalid text={value as string} onStartOver={() => change(DEFAULT_HOURS)} readOnly={readOnly} />;
  }
  return (
    <div className="space-y-3" data-testid="opening-hours">
      <label className="flex w-fit items-center gap-2 text-sm">
        <Switch
          checked={hours === undefined}
          disabled={readOnly}
          onCheckedChange={(always) => {
            setLast(hours ?? last);
            change(always ? undefined : last);
          }}
        />
        <Trans>Always open</Trans>
      </label>
      {hours && (
        <fieldset disabled={readOnly} className="space-y-4">
          <ul className="divide-y rounded-md border" aria-label={t`Weekdays`}>
            {WEEKDAYS.map((day) => (
              <DayEditor
                key={day}
                name={names[day]}
                title={names[day]}
                periods={hours.weekdays[day] ?? []}
                onChange={(periods) => change(withWeekday(hours, day, periods))}
                actions={
                  <Button
                    type="button"
                    variant="ghost"
                    size="icon-sm"
                    title={t`Copy to every day`}
                    aria-label={t`Copy to every day: ${names[day]}`}
                    onClick={() => change(withEveryDayLike(hours, day))}
                  >
                    <CopyIcon />
                  </Button>
                }
              />
            ))}
          </ul>
          <ExceptionsEditor hours={hours} onChange={change} />
        </fieldset>
      )}
    </div>
  );
};

interface InvalidProps {
  text: string;
  onStartOver: () => void;
  readOnly: boolean;
}

/** An invalid value, for example written through the API. */
function Invalid({ text, onStartOver, readOnly }: InvalidProps) {
  return (
    <div className="space-y-2 rounded-md border border-destructive p-3 text-sm">
      <p>
        <Trans>These opening hours are invalid:</Trans>
      </p>
      <pre className="max-h-32 overflow-auto font-mono text-xs whitespace-pre-wrap">{text}</pre>
      <Button type="button" variant="outline" size="sm" onClick={onStartOver} disabled={readOnly}>
        <Trans>Start over</Trans>
      </Button>
    </div>
  );
}
