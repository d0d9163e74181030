import { MapView, type MapContent, type MapMarker } from '@driver-dispatch/map-view';
import type { DriverTask } from '@driver-dispatch/contract/messages';
import { useLingui } from '@lingui/react/macro';
import { useMemo, type ReactElement } from 'react';
import './map-colours.css';
import { useApp, useAppState } from './use-app';
import { useDark } from './use-dark';

/** A map with the store, the drop-off and the driver. */
export default function DeliveryMap({ task }: { task: DriverTask }): ReactElement {
  const { t } = useLingui();
  const { configuration } = useApp();
  const { point } = useAppState();
  const dark = useDark();
  const { pickup, dropoff } = task;
  const [store, receiver, you] = [pickup.name, t`Drop-off`, t`Your location`];
  const content = useMemo<MapContent>(() => {
    const driver: MapMarker[] = point
      ? [{ id: 'driver', group: 'driver', point, label: you, tone: 'free', glyph: 'driver' }]
      : [];
    return {
      markers: [
        { id: 'store', group: 'store', point: pickup.point, label: store, tone: 'store', glyph: 'store' },
        {
          id: 'dropoff',
          group: 'dropoff',
          point: dropoff.point,
          label: receiver,
          tone: 'dropoff',
          glyph: 'dropoff',
        },
        ...driver,
      ],
      lines: [{ id: 'route', points: [pickup.point, dropoff.point], tone: 'dropoff', dashed: true }],
    };
  }, [pickup.point, dropoff.point, point, store, receiver, you]);
  return (
    <MapView
      className="map"
      content={content}
      labels={{
        map: t`Map`,
        zoomIn: t`Zoom in`,
        zoomOut: t`Zoom out`,
        showAll: t`Show everything`,
        cluster: ({ count }) => String(count),
      }}
      onSelect={() => undefined}
      tiles={configuration.mapTiles}
      dark={dark}
    />
  );
}
