import { PointPicker, type Point } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import type { ChosenLocation } from '../location/location-source';
import './map-colours.css';
import { useApp } from './use-app';
import { useDark } from './use-dark';

/** A map on which a click sets the location of the driver. */
export default function LocationMap({ chosen }: { chosen: ChosenLocation }): ReactElement {
  const { t } = useLingui();
  const { mapTiles, demo } = useApp().configuration;
  const dark = useDark();
  const [point, setPoint] = useState<Point | undefined>(chosen.current);
  return (
    <PointPicker
      className="map"
      point={point}
      stores={demo?.stores}
      glyph="driver"
      onChange={(changed) => {
        setPoint(changed);
        chosen.set(changed);
      }}
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
