import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Input } from '@vendure/dashboard';
import { XIcon } from 'lucide-react';
import { storedEnd, shownEnd } from './clock-time';
import { endsNextDay, type Period } from './hours';

interface PeriodRowProps {
  dayName: string;
  period: Period;
  invalid: boolean;
  onChange: (period: Period) => void;
  onRemove: () => void;
}

export function PeriodRow({ dayName, period, invalid, onChange, onRemove }: PeriodRowProps) {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label={dayName}>
      <Input
        type="time"
        className="w-fit px-2 dark:[color-scheme:dark]"
        aria-label={t`Opens`}
        aria-invalid={invalid}
        value={period.from}
        onChange={(event) => onChange({ ...period, from: event.target.value })}
      />
      <span aria-hidden>–</span>
      <Input
        type="time"
        className="w-fit px-2 dark:[color-scheme:dark]"
        aria-label={t`Closes`}
        aria-invalid={invalid}
        value={shownEnd(period.to)}
        onChange={(event) => onChange({ ...period, to: storedEnd(event.target.value) })}
      />
      <Button
        type="button"
        variant="ghost"
        size="icon-sm"
        aria-label={t`Remove these hours`}
        onClick={onRemove}
      >
        <XIcon />
      </Button>
      {period.to && endsNextDay(period) && (
        <Badge variant="secondary">
          <Trans>next day</Trans>
        </Badge>
      )}
    </div>
  );
}
