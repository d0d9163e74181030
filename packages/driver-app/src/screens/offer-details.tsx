import type { DriverOffer } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { addressLines, formatDistance, formatTime } from '../format/format';

/** The store, the area of the drop-off, and the distances of an offer. */
export function OfferDetails({ offer }: { offer: DriverOffer }): ReactElement {
  const { i18n } = useLingui();
  const { store, dropoffArea, distanceMetres, tripMetres } = offer;
  const { postalCode, city, province } = dropoffArea;
  const area = addressLines({ postalCode, city, province }).join(', ');
  const toStore = formatDistance(distanceMetres, i18n.locale);
  const toReceiver = formatDistance(tripMetres, i18n.locale);
  const readyAt = formatTime(store.readyAt, i18n.locale);
  return (
    <>
      <section className="place">
        <h2>{store.name}</h2>
        <address>
          {addressLines(store.address).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </address>
        <p className="facts">
          <Trans>{toStore} from you</Trans>
          <span>
            <Trans>Ready at {readyAt}</Trans>
          </span>
        </p>
      </section>
      <section className="place">
        <h2>{area || <Trans>Drop-off</Trans>}</h2>
        <p className="facts">
          <Trans>{toReceiver} from the store</Trans>
        </p>
      </section>
    </>
  );
}
