import type { TrackerSecret } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import { formatMoment } from '../format/format';

interface TrackerListProps {
  secrets: readonly TrackerSecret[];
  disabled: boolean;
  onRevoke: (secretId: string) => void;
}

/** The tracking apps of the driver, with a button for each that revokes its secret after a second tap. */
export function TrackerList({ secrets, disabled, onRevoke }: TrackerListProps): ReactElement {
  const { i18n, t } = useLingui();
  const [asked, setAsked] = useState<string>();
  return (
    <ul className="list">
      {secrets.map(({ secretId, label, createdAt, lastUsedAt }) => {
        const name = label ?? t`Tracking app`;
        const setUpAt = formatMoment(createdAt, i18n.locale);
        const usedAt = lastUsedAt && formatMoment(lastUsedAt, i18n.locale);
        return (
          <li key={secretId}>
            <strong>{name}</strong>
            <span>
              <Trans>Set up: {setUpAt}</Trans>
            </span>
            <span>{usedAt ? <Trans>Last used: {usedAt}</Trans> : <Trans>Not used yet</Trans>}</span>
            {asked === secretId ? (
              <button type="button" className="danger" disabled={disabled} onClick={() => onRevoke(secretId)}>
                <Trans>{name} may no longer send my location</Trans>
              </button>
            ) : (
              <button type="button" className="link" disabled={disabled} onClick={() => setAsked(secretId)}>
                <Trans>Revoke {name}</Trans>
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
