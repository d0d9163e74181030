import { Trans, useLingui } from '@lingui/react/macro';
import {
  Badge,
  Button,
  DateTimeInput,
  isFieldDisabled,
  useLocalFormat,
  type DashboardFormComponent,
} from '@vendure/dashboard';
import { useNow } from '../time-zone/use-now';
import { inMinutes, pausedAt } from './pause';

/** Offered pause durations in minutes. */
const DURATIONS = [30, 60, 120];

/** Input that pauses a store. A paused store takes no orders. */
export const PauseInput: DashboardFormComponent = (props) => {
  const { value, onChange, disabled, fieldDef } = props;
  const { t } = useLingui();
  const { formatDate } = useLocalFormat();
  const now = useNow();
  const readOnly = isFieldDisabled(disabled, fieldDef);
  const pausedUntil = pausedAt(value as string | null, now);
  return (
    <div className="space-y-2" data-testid="store-pause">
      <div role="status">
        {pausedUntil ? (
          <Badge variant="destructive">
            <Trans>Paused until {formatDate(pausedUntil, { dateStyle: 'short', timeStyle: 'short' })}</Trans>
          </Badge>
        ) : (
          <Badge variant="secondary">
            <Trans>Not paused</Trans>
          </Badge>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Trans>Pause for</Trans>
        {DURATIONS.map((minutes) => (
          <Button
            key={minutes}
            type="button"
            variant="outline"
            size="sm"
            disabled={readOnly}
            aria-label={t`Pause for ${minutes} min`}
            onClick={() => onChange(inMinutes(minutes, new Date()))}
          >
            <Trans>{minutes} min</Trans>
          </Button>
        ))}
        {pausedUntil && (
          <Button type="button" size="sm" disabled={readOnly} onClick={() => onChange(null)}>
            <Trans>Resume</Trans>
          </Button>
        )}
      </div>
      <DateTimeInput {...props} />
    </div>
  );
};
