import { Trans } from '@lingui/react/macro';
import { HistoryEntry, type DashboardHistoryEntryComponent } from '@vendure/dashboard';
import { TruckIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { ALERTS, STEPS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { useServerText } from '../../words/use-server-text';
import { STATE_LABELS } from '../delivery-state';

type Props = ComponentProps<DashboardHistoryEntryComponent['component']>;

/** A delivery event in the history of its order. */
export function DeliveryHistoryEntry({ entry }: Props) {
  const getAlertText = useCodeText(ALERTS);
  const getStepLabel = useCodeText(STEPS);
  const getStateLabel = useCodeText(STATE_LABELS);
  const translate = useServerText();
  const { event, state, driverName, alert, operator, note } = entry.data as Record<
    string,
    string | undefined
  >;
  const what = event ? getStepLabel(event) : getStateLabel(state ?? '');
  return (
    <HistoryEntry
      entry={entry}
      title={<Trans>Delivery: {what}</Trans>}
      timelineIcon={<TruckIcon aria-hidden className="size-4" />}
      timelineIconClassName="bg-muted text-muted-foreground"
    >
      <div className="text-xs text-muted-foreground">
        {driverName && <p>{driverName}</p>}
        {alert && <p>{getAlertText(alert)}</p>}
        {operator && (
          <p>
            <Trans>by {operator}</Trans>
          </p>
        )}
        {note && <p>{translate(note)}</p>}
      </div>
    </HistoryEntry>
  );
}
