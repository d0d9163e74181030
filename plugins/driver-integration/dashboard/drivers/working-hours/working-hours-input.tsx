import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  Input,
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '@vendure/dashboard';
import { WEEKDAYS, type WorkingPeriod } from '@driver-dispatch/contract/messages';
import { PlusIcon, XIcon } from 'lucide-react';
import { useWeekdayNames } from './use-weekday-names';

interface WorkingHoursInputProps {
  value: readonly WorkingPeriod[];
  onChange: (periods: WorkingPeriod[]) => void;
}

/** A list of weekly working periods. */
export function WorkingHoursInput({ value, onChange }: Readonly<WorkingHoursInputProps>) {
  const { t } = useLingui();
  const names = useWeekdayNames();
  const change = (index: number, changes: Partial<WorkingPeriod>) =>
    onChange(value.map((period, i) => (i === index ? { ...period, ...changes } : period)));
  return (
    <div className="space-y-2">
      {value.map((period, index) => (
        <div
          key={index}
          className="flex flex-wrap items-center gap-2"
          role="group"
          aria-label={names[period.weekday]}
        >
          <Select
            value={period.weekday}
            onValueChange={(weekday) => change(index, { weekday: weekday as WorkingPeriod['weekday'] })}
            items={WEEKDAYS.map((day) => ({ value: day, label: names[day] }))}
          >
            <SelectTrigger className="w-36" aria-label={t`Weekday`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {WEEKDAYS.map((day) => (
                <SelectItem key={day} value={day}>
                  {names[day]}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <Input
            type="time"
            className="w-fit px-2 dark:[color-scheme:dark]"
            aria-label={t`Start of work`}
            value={period.from}
            onChange={({ target }) => change(index, { from: target.value })}
          />
          <span aria-hidden>–</span>
          <Input
            type="time"
            className="w-fit px-2 dark:[color-scheme:dark]"
            aria-label={t`End of work`}
            value={period.to}
            onChange={({ target }) => change(index, { to: target.value })}
          />
          <Button
            type="button"
            variant="ghost"
            size="icon-sm"
            aria-label={t`Remove working hours`}
            onClick={() => onChange(value.filter((_, i) => i !== index))}
          >
            <XIcon />
          </Button>
        </div>
      ))}
      <Button
        type="button"
        variant="outline"
        size="sm"
        onClick={() => onChange([...value, { weekday: nextWeekday(value), from: '09:00', to: '17:00' }])}
      >
        <PlusIcon />
        <Trans>Add working hours</Trans>
      </Button>
    </div>
  );
}

/** The weekday after the last one in the list. */
function nextWeekday(periods: readonly WorkingPeriod[]): WorkingPeriod['weekday'] {
  const last = periods.at(-1);
  return last ? WEEKDAYS[(WEEKDAYS.indexOf(last.weekday) + 1) % WEEKDAYS.length]! : 'MONDAY';
}
