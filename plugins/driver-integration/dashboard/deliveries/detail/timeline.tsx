import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { TimeOfDay } from '../../display/time-of-day';
import { STEPS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { Problem } from '../../words/problem-texts';
import { useProblemText } from '../../words/use-problem-text';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';
import { OfferOutcome, OfferTitle } from './offer-entry';
import { timelineEntries } from './timeline-entries';
import { useActorLabel } from './use-actor-label';

/** The engine's events of a delivery with their actor and sending status, and its offers to drivers. */
export function Timeline({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const getLabel = useCodeText(STEPS);
  const getProblemText = useProblemText();
  const getActorLabel = useActorLabel(delivery);
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
              {entry.kind === 'step' ? getLabel(entry.step.type) : <OfferTitle offer={entry.offer} />}
            </span>
            <span className="text-xs text-muted-foreground">
              <TimeOfDay at={entry.at} />
            </span>
          </div>
          <div className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            {entry.kind === 'step' ? (
              <>
                <span>{getActorLabel(entry.step)}</span>
                <SendingStatus step={entry.step} />
              </>
            ) : (
              <OfferOutcome offer={entry.offer} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
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
