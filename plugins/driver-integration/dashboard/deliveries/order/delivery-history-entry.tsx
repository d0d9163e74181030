import { Trans } from '@lingui/react/macro';
import { HistoryEntry, type DashboardHistoryEntryComponent } from '@vendure/dashboard';
import { TruckIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { ALERTS, FAILURES, STEPS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Problem } from '../../words/problem-texts';
import { useProblemText } from '../../words/use-problem-text';
import { STATE_LABELS } from '../delivery-state';

type EntryData = Partial<
  Record<'event' | 'state' | 'driverName' | 'alert' | 'operator' | 'failureCode' | 'note', string>
> & { problem?: Problem };

type Props = ComponentProps<DashboardHistoryEntryComponent['component']>;

/** A delivery event in the history of its order. */
export function DeliveryHistoryEntry({ entry }: Props) {
  const getAlertText = useCodeText(ALERTS);
  const getStepLabel = useCodeText(STEPS);
  const getStateLabel = useCodeText(STATE_LABELS);
  const getFailureText = useCodeText(FAILURES);
  const getProblemText = useProblemText();
  const { event, state, driverName, alert, operator, problem, failureCode, note } = entry.data as EntryData;
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
        {problem && <p title={problem.message}>{getProblemText(problem)}</p>}
        {failureCode && <p>{getFailureText(failureCode)}</p>}
        {note && <p>{note}</p>}
      </div>
    </HistoryEntry>
  );
}
