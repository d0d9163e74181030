import type { DeclineReason } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { DECLINE_REASONS } from '../words/code-texts';

const REASONS = Object.keys(DECLINE_REASONS) as DeclineReason[];

interface DeclineReasonsProps {
  disabled: boolean;
  onSelect: (reason: DeclineReason) => void;
  onBack: () => void;
}

/** Declines an offer with one of the reasons. */
export function DeclineReasons({ disabled, onSelect, onBack }: DeclineReasonsProps): ReactElement {
  const { i18n } = useLingui();
  return (
    <section>
      <h2>
        <Trans>Why do you decline?</Trans>
      </h2>
      {REASONS.map((reason) => (
        <button key={reason} type="button" disabled={disabled} onClick={() => onSelect(reason)}>
          {i18n._(DECLINE_REASONS[reason])}
        </button>
      ))}
      <button type="button" className="link" disabled={disabled} onClick={onBack}>
        <Trans>Back</Trans>
      </button>
    </section>
  );
}
