import { Trans } from '@lingui/react/macro';
import { Badge } from '@vendure/dashboard';
import type { OpenOffer } from './offer-fragment';
import { useRemainingSeconds } from './use-remaining-seconds';

/** The driver and the remaining time of an open offer. */
export function OfferBadge({ offer }: Readonly<{ offer: OpenOffer }>) {
  return (
    <Badge variant="outline" className="tabular-nums">
      <OfferText offer={offer} />
    </Badge>
  );
}

export function OfferText({ offer: { driverName, endsAt } }: Readonly<{ offer: OpenOffer }>) {
  const seconds = useRemainingSeconds(endsAt);
  return driverName ? (
    <Trans>
      Offered to {driverName}, {seconds} s left
    </Trans>
  ) : (
    <Trans>Offered to a driver, {seconds} s left</Trans>
  );
}
