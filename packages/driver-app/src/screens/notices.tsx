import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { Notice } from '../app/app-state';
import type { Step } from '../storage/step';
import { OFF_DUTY, WITHDRAWN } from '../words/code-texts';
import { refusalOf, REFUSALS } from '../words/refusal-text';
import { useApp, useAppState, useSession } from './use-app';

/** Messages that the driver must see. They stay until the driver closes them. */
export function Notices(): ReactElement {
  const app = useApp();
  const session = useSession();
  const { i18n, t } = useLingui();
  const { notices, steps } = useAppState();

  const textOf = (notice: Notice): string => {
    switch (notice.kind) {
      case 'withdrawn':
        return i18n._(WITHDRAWN[notice.reason], { orderCode: notice.orderCode });
      case 'offer_ended': {
        const { storeName } = notice;
        return t`The offer from ${storeName} is no longer valid.`;
      }
      case 'off_duty':
        return i18n._(OFF_DUTY[notice.reason]);
      case 'signed_in_already':
        return t`You are signed in already. Sign out first to use another invitation.`;
    }
  };
  const isWithdrawn = ({ delivery }: Step) =>
    notices.some((notice) => notice.kind === 'withdrawn' && notice.orderCode === delivery?.orderCode);
  const refused = steps.filter((step) => step.state === 'refused' && !isWithdrawn(step));

  return (
    <div className="notices" role="alert">
      {refused.map((step) => (
        <Message
          key={step.number}
          onClose={() => void session.dismiss(step)}
          onRetry={hasProof(step) ? () => void session.retry(step) : undefined}
        >
          {i18n._(REFUSALS[refusalOf(step)], { orderCode: step.delivery?.orderCode })}
        </Message>
      ))}
      {notices.map((notice, index) => (
        <Message key={index} onClose={() => app.store.removeNotice(notice)}>
          {textOf(notice)}
        </Message>
      ))}
    </div>
  );
}

/** Whether a refused step has its proof, which may be accepted later. */
function hasProof({ action }: Step): boolean {
  return action.kind === 'complete' && action.proof !== null;
}

interface MessageProps {
  children: string;
  onClose: () => void;
  onRetry?: () => void;
}

function Message({ children, onClose, onRetry }: MessageProps): ReactElement {
  return (
    <div className="message">
      <p>{children}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          <Trans>Try again</Trans>
        </button>
      )}
      <button type="button" onClick={onClose}>
        <Trans>OK</Trans>
      </button>
    </div>
  );
}
