import type { Point } from '@driver-dispatch/contract/messages';
import { Trans } from '@lingui/react/macro';
import { lazy, useState, type ReactElement } from 'react';
import { MapFrame } from './map-frame';
import { useApp } from './use-app';

const LocationMap = lazy(() => import('./location-map'));

/** Sets the location with a click on a map, in the demo. @param dropoff where the driver goes after the pickup */
export function ChooseLocation({ dropoff }: { dropoff?: Point }): ReactElement | null {
  const { chosenLocation } = useApp();
  const [isShown, setShown] = useState(!chosenLocation?.current);
  if (!chosenLocation) {
    return null;
  }
  return (
    <section>
      {isShown ? (
        <>
          <p>
            <Trans>Demo: click on the map to set your location, such as near a store.</Trans>
          </p>
          <MapFrame>
            <LocationMap chosen={chosenLocation} dropoff={dropoff} />
          </MapFrame>
        </>
      ) : (
        <button type="button" className="link" onClick={() => setShown(true)}>
          <Trans>Demo: change the location</Trans>
        </button>
      )}
    </section>
  );
}
