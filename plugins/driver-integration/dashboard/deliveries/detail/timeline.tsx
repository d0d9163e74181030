import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { TimeOfDay } from '../../display/time-of-day';
import { STEPS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Problem } from '../../words/problem-texts';
import { useProblemText } from '../../words/use-problem-text';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';
import { MessageState, MessageText, MessageTitle } from './message-entry';
import { OfferOutcome, OfferTitle } from './offer-entry';
import { timelineEntries, type TimelineEntry } from './timeline-entries';
import { useActorLabel } from './use-actor-label';

/** The engine's events of a delivery with their actor and sending status, its offers to drivers, and its messages. */
export function Timeline({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const getProblemText = useProblemText();
  const { timeline, problem } = delivery.engine;
  if (timeline.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        {delivery.engineDeliveryId && problem ? (
          getProblemText(problem)
        ) : (
          <Trans>Not submitted to the engine yet</Trans>
        )}
      </p>
    );
  }
  return (
    <ol className="ml-1.5 border-l">
      {timelineEntries(delivery.engine).map((entry) => (
        <li key={entry.key} className="relative pb-4 pl-5 last:pb-0">
          <span aria-hidden className="absolute top-1.5 -left-1 size-2 rounded-full bg-primary" />
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-sm font-medium">
              <EntryTitle delivery={delivery} entry={entry} />
            </span>
            <span className="text-xs text-muted-foreground">
              <TimeOfDay at={entry.at} />
            </span>
          </div>
          {entry.kind === 'message' && <MessageText message={entry.message} />}
          <div className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            <EntryDetails delivery={delivery} entry={entry} />
          </div>
        </li>
      ))}
    </ol>
  );
}

interface EntryProps {
  delivery: DeliveryDetail;
  entry: TimelineEntry;
}

function EntryTitle({ delivery, entry }: Readonly<EntryProps>) {
  const getLabel = useCodeText(STEPS);
  switch (entry.kind) {
    case 'step':
      return getLabel(entry.step.type);
    case 'offer':
      return <OfferTitle offer={entry.offer} />;
    case 'message':
      return <MessageTitle delivery={delivery} message={entry.message} />;
  }
}

function EntryDetails({ delivery, entry }: Readonly<EntryProps>) {
  const getActorLabel = useActorLabel(delivery);
  switch (entry.kind) {
    case 'step':
      return (
        <>
          <span>{getActorLabel(entry.step)}</span>
          <SendingStatus step={entry.step} />
        </>
      );
    case 'offer':
      return <OfferOutcome offer={entry.offer} />;
    case 'message':
      return <MessageState delivery={delivery} message={entry.message} />;
  }
}

/** Sending status of an event. Acknowledged events and the acceptance (sequence 0), which is not sent, show nothing. */
function SendingStatus({ step }: Readonly<{ step: DeliveryStep }>) {
  if (step.deadAt) {
    return (
      <SendingProblem variant="destructive" lastError={step.lastError}>
        <Trans>Sending failed</Trans>
      </SendingProblem>
    );
  }
  if (step.sequence > 0 && !step.acknowledgedAt) {
    return (
      <SendingProblem variant="warning" lastError={step.lastError}>
        <Trans>Not acknowledged yet</Trans>
      </SendingProblem>
    );
  }
  return null;
}

interface SendingProblemProps {
  variant: 'destructive' | 'warning';
  lastError: Problem | null;
  children: ReactNode;
}

function SendingProblem({ variant, lastError, children }: Readonly<SendingProblemProps>) {
  const getProblemText = useProblemText();
  return (
    <>
      <Badge variant={variant}>{children}</Badge>
      {lastError && <span title={lastError.message}>{getProblemText(lastError)}</span>}
    </>
  );
}
