import { Trans } from '@lingui/react/macro';
import { Phone } from '../../display/phone';
import type { Place } from './delivery-detail-document';

/** Address and coordinates of the pickup or drop-off. */
export function PlaceDetails({ place }: Readonly<{ place: Place | null }>) {
  if (!place) {
    return (
      <p className="text-sm text-muted-foreground">
        <Trans>Not known yet</Trans>
      </p>
    );
  }
  const { name, street, postalCode, city, phone, instructions, point } = place;
  return (
    <address className="space-y-0.5 text-sm not-italic">
      {name && <div className="font-medium">{name}</div>}
      {street && <div>{street}</div>}
      {(postalCode || city) && <div>{[postalCode, city].filter(Boolean).join(' ')}</div>}
      {phone && (
        <div>
          <Phone number={phone} />
        </div>
      )}
      {instructions && <div className="italic">{instructions}</div>}
      <div className="text-xs text-muted-foreground tabular-nums">
        {point.lat.toFixed(5)}, {point.lon.toFixed(5)}
      </div>
    </address>
  );
}
