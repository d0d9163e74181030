import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import { formatTime } from '../format/format';
import type { Step, StepAction } from '../storage/step';
import { ReplaceImage } from './replace-image';
import { ScreenFrame } from './screen-frame';
import { useAppState, useSession } from './use-app';

/** Lists the entries that the engine does not have yet. */
export function UnsentScreen(): ReactElement {
  const session = useSession();
  const { i18n } = useLingui();
  const { steps } = useAppState();
  const [isSending, setSending] = useState(false);
  const waiting = steps.filter(({ state }) => state === 'waiting');
  const send = async () => {
    setSending(true);
    await session.sendNow();
    setSending(false);
  };

  return (
    <ScreenFrame
      title={<Trans>Not sent yet</Trans>}
      action={
        <button
          type="button"
          className="primary"
          disabled={isSending || waiting.length === 0}
          onClick={() => void send()}
        >
          {isSending ? <Trans>Sending …</Trans> : <Trans>Send now</Trans>}
        </button>
      }
    >
      {waiting.length === 0 ? (
        <p>
          <Trans>Everything is sent.</Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>
              These entries are saved on this device. The app sends them in this order as soon as it can.
            </Trans>
          </p>
          <ol className="list">
            {waiting.map((step) => (
              <li key={step.number}>
                <strong>
                  <ActionName action={step.action} />
                </strong>
                <span>
                  {step.delivery?.orderCode} {formatTime(step.createdAt, i18n.locale)}
                </span>
                {waitsForUpload(step) && <ReplaceImage step={step} />}
              </li>
            ))}
          </ol>
        </>
      )}
    </ScreenFrame>
  );
}

function waitsForUpload({ action }: Step): boolean {
  const proof = action.kind === 'complete' ? action.proof : null;
  return proof !== null && 'image' in proof && 'bytes' in proof.image;
}

function ActionName({ action }: { action: StepAction }): ReactElement {
  switch (action.kind) {
    case 'pick_up':
      return <Trans>Picked up</Trans>;
    case 'complete':
      return action.proof?.kind === 'photo' ? (
        <Trans>Delivered, with a photo</Trans>
      ) : (
        <Trans>Delivered</Trans>
      );
    case 'fail':
      return <Trans>Delivery failed</Trans>;
    case 'message':
      return <Trans>Message to the dispatcher</Trans>;
    case 'off_duty':
      return <Trans>Off duty</Trans>;
  }
}
