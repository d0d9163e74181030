import type { Point } from '@driver-dispatch/contract/messages';
import { PointPicker } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { ChosenLocation } from '../location/chosen-location';
import './map-colours.css';
import { useApp, useChosenLocation } from './use-app';
import { useDark } from './use-dark';

interface LocationMapProps {
  chosen: ChosenLocation;
  /** Shown beside the stores. */
  dropoff?: Point;
}

/** A map on which a click sets the location of the driver. */
export default function LocationMap({ chosen, dropoff }: LocationMapProps): ReactElement {
  const { t } = useLingui();
  const { mapTiles, demo } = useApp().configuration;
  const dark = useDark();
  const point = useChosenLocation();
  return (
    <PointPicker
      className="map"
      point={point}
      places={[
        ...(demo?.stores ?? []).map((store) => ({ ...store, kind: 'store' as const })),
        ...(dropoff ? [{ name: t`Drop-off`, point: dropoff, kind: 'dropoff' as const }] : []),
      ]}
      glyph="driver"
      // The location counts also if the storage is full.
      onChange={(changed) => void chosen.set(changed).catch(() => undefined)}
      labels={{
        map: t`Map`,
        zoomIn: t`Zoom in`,
        zoomOut: t`Zoom out`,
        showAll: t`Show everything`,
        marker: t`Your location`,
      }}
      tiles={mapTiles}
      dark={dark}
    />
  );
}
