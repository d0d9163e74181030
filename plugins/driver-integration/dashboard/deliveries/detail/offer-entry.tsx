import { Trans } from '@lingui/react/macro';
import { Distance } from '../../display/distance';
import { DECLINE_REASONS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { useRemainingSeconds } from '../offers/use-remaining-seconds';
import type { DeliveryOffer } from './delivery-detail-document';

/** The driver of an offer. */
export function OfferTitle({ offer: { driverName } }: Readonly<{ offer: DeliveryOffer }>) {
  return driverName ? <Trans>Offered to {driverName}</Trans> : <Trans>Offered to a driver</Trans>;
}

/** How an offer ended, or how long it is still open. */
export function OfferOutcome({ offer }: Readonly<{ offer: DeliveryOffer }>) {
  const { outcome, endsAt, distanceMetres } = offer;
  return (
    <>
      <span>
        <Distance metres={distanceMetres} />
      </span>
      <span>{outcome ? <EndedOffer offer={offer} /> : <RemainingTime endsAt={endsAt} />}</span>
    </>
  );
}

function RemainingTime({ endsAt }: Readonly<{ endsAt: string }>) {
  const seconds = useRemainingSeconds(endsAt);
  return <Trans>{seconds} s left</Trans>;
}

function EndedOffer({ offer: { outcome, declineReason, declineNote } }: Readonly<{ offer: DeliveryOffer }>) {
  const getReason = useCodeText(DECLINE_REASONS);
  switch (outcome) {
    case 'accepted':
      return <Trans>Accepted</Trans>;
    case 'declined': {
      const reason = [declineReason && getReason(declineReason), declineNote].filter(Boolean).join('. ');
      return <Trans>Declined: {reason}</Trans>;
    }
    case 'expired':
      return <Trans>Not answered in time</Trans>;
    default:
      return <Trans>Withdrawn</Trans>;
  }
}
