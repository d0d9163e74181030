import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import { TimeOfDay } from '../../display/time-of-day';
import { useErrorText } from '../../engine/use-error-text';
import { STEPS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { useServerText } from '../../words/use-server-text';
import type { DeliveryDetail, DeliveryStep } from './delivery-detail-document';
import { useActorLabel } from './use-actor-label';

/** The engine's steps of a delivery, with who took them and whether the shop knows. */
export function Timeline({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const labelOf = useCodeText(STEPS);
  const textOf = useServerText();
  const actorOf = useActorLabel(delivery);
  const { timeline, problem } = delivery.engine;
  if (timeline.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        {delivery.engineDeliveryId && problem ? (
          textOf(problem)
        ) : (
          <Trans>The engine does not have this delivery yet</Trans>
        )}
      </p>
    );
  }
  return (
    <ol className="ml-1.5 border-l">
      {timeline.map((step) => (
        <li key={step.eventId} className="relative pb-4 pl-5 last:pb-0">
          <span aria-hidden className="absolute top-1.5 -left-1 size-2 rounded-full bg-primary" />
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-sm font-medium">{labelOf(step.type)}</span>
            <span className="text-xs text-muted-foreground">
              <TimeOfDay at={step.at} />
            </span>
          </div>
          <div className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            <Trans>by {actorOf(step)}</Trans>
            <EventSendingOf step={step} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** How the shop was told of a step; said only where that is not simply done. The acceptance is its own answer. */
function EventSendingOf({ step }: Readonly<{ step: DeliveryStep }>) {
  if (step.deadAt) {
    return (
      <Untold variant="destructive" lastError={step.lastError}>
        <Trans>could not be told to the shop</Trans>
      </Untold>
    );
  }
  if (step.sequence > 0 && !step.acknowledgedAt) {
    return (
      <Untold variant="warning" lastError={step.lastError}>
        <Trans>not told to the shop yet</Trans>
      </Untold>
    );
  }
  return null;
}

interface UntoldProps {
  variant: 'destructive' | 'warning';
  lastError: string | null;
  children: ReactNode;
}

function Untold({ variant, lastError, children }: Readonly<UntoldProps>) {
  const errorText = useErrorText();
  return (
    <>
      <Badge variant={variant}>{children}</Badge>
      {lastError && <span>{errorText(lastError)}</span>}
    </>
  );
}
