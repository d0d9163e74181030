import { Trans, useLingui } from '@lingui/react/macro';
import {
  Badge,
  Button,
  isFieldDisabled,
  useDisplayLocale,
  usePermissions,
  type DashboardFormComponent,
} from '@vendure/dashboard';
import { momentIn } from '../time-zone/time-in';
import { useNow } from '../time-zone/use-now';
import { pausedAt } from './pause';
import { usePause } from './use-pause';

/** Offered pause durations in minutes. */
const DURATIONS = [30, 60, 120, 240];

/** Buttons that pause and resume a store immediately, without saving the form. A paused store takes no orders. */
export const PauseInput: DashboardFormComponent = ({ name, disabled, fieldDef }) => {
  const { t } = useLingui();
  const { bcp47Tag } = useDisplayLocale();
  const { hasPermissions } = usePermissions();
  const now = useNow();
  const { store, pause, resume, pending } = usePause(name);
  const readOnly = pending || isFieldDisabled(disabled, fieldDef) || !hasPermissions(['UpdateStockLocation']);
  const end = pausedAt(store?.pausedUntil, now);
  const until = store && end && momentIn(store.timeZone, end, now, bcp47Tag);
  return (
    <div className="space-y-2" data-testid="store-pause">
      <div role="status">
        {until ? (
          <Badge variant="destructive">
            <Trans>
              Paused until {until} ({store.timeZone})
            </Trans>
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
            onClick={() => pause.mutate(minutes)}
          >
            <Trans>{minutes} min</Trans>
          </Button>
        ))}
        {until && (
          <Button type="button" size="sm" disabled={readOnly} onClick={() => resume.mutate()}>
            <Trans>Resume</Trans>
          </Button>
        )}
      </div>
    </div>
  );
};
