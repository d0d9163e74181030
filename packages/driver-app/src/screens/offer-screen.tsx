import type { DispatchError, DriverOffer } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { signalOffer } from '../app/offer-signal';
import { ERRORS, GENERAL_ERROR } from '../words/code-texts';
import { DeclineReasons } from './decline-reasons';
import { OfferDetails } from './offer-details';
import { ScreenFrame } from './screen-frame';
import { useAppState, useSession } from './use-app';
import { useNow } from './use-now';

interface OfferScreenProps {
  offer: DriverOffer;
  /** Shown when the offer is no longer valid. */
  children: ReactNode;
}

/** A delivery that is offered to the driver for a short time. */
export function OfferScreen({ offer, children }: OfferScreenProps): ReactNode {
  const now = useNow();
  const seconds = Math.ceil((Date.parse(offer.endsAt) - now) / 1_000);
  return seconds > 0 ? <OpenOffer offer={offer} seconds={seconds} /> : children;
}

function OpenOffer({ offer, seconds }: { offer: DriverOffer; seconds: number }): ReactElement {
  const { offers } = useSession();
  const { i18n } = useLingui();
  const { connection } = useAppState();
  const [isAnswering, setAnswering] = useState(false);
  const [isDeclining, setDeclining] = useState(false);
  const [error, setError] = useState<DispatchError>();
  useEffect(() => signalOffer(), []);

  const answer = async (send: () => Promise<DispatchError | undefined>) => {
    setAnswering(true);
    setError(undefined);
    setError(await send());
    setAnswering(false);
  };
  const buttons = (
    <>
      <button
        type="button"
        className="primary"
        disabled={isAnswering}
        onClick={() => void answer(() => offers.accept(offer))}
      >
        {isAnswering ? <Trans>Sending …</Trans> : <Trans>Accept</Trans>}
      </button>
      <button type="button" disabled={isAnswering} onClick={() => setDeclining(true)}>
        <Trans>Decline</Trans>
      </button>
    </>
  );

  return (
    <ScreenFrame title={<Trans>New delivery</Trans>} action={!isDeclining && buttons}>
      <p className="remaining" role="timer">
        <Trans>{seconds} s left</Trans>
      </p>
      <p className="problem" role="alert">
        {error && i18n._(ERRORS[error.code] ?? GENERAL_ERROR)}
        {!error && connection === 'offline' && (
          <Trans>No connection. You can answer only with a connection.</Trans>
        )}
      </p>
      {isDeclining ? (
        <DeclineReasons
          disabled={isAnswering}
          onSelect={(reason) => void answer(() => offers.decline(offer, { reason }))}
          onBack={() => setDeclining(false)}
        />
      ) : (
        <OfferDetails offer={offer} />
      )}
    </ScreenFrame>
  );
}
