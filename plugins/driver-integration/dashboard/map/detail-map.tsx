import { MapView } from '@driver-dispatch/map-view';
import { useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import type { FleetDelivery, FleetDriver } from './fleet-queries';
import { createMapContent } from './map-content';
import { MAP_LAYERS } from './map-layers';
import { useMapBase } from './use-fleet';
import { useMapLabels } from './use-map-labels';
import { useMarkerLabels } from './use-marker-labels';

const ALL_LAYERS = new Set(MAP_LAYERS);
const NONE: readonly FleetDelivery[] = [];

interface DetailMapProps {
  /** Accessible name of the map. */
  name: string;
  driver: FleetDriver | null | undefined;
  deliveries?: readonly FleetDelivery[];
}

/** The map on the detail page of a driver or a delivery: the driver's location and the routes of the deliveries. */
export function DetailMap({ name, driver, deliveries = NONE }: Readonly<DetailMapProps>) {
  const dark = useResolvedTheme() === 'dark';
  const markerLabels = useMarkerLabels();
  const labels = useMapLabels(name);
  const tiles = useMapBase().data?.tiles ?? undefined;
  const [selectedId, select] = useState<string>();
  const content = useMemo(
    () => createMapContent({ drivers: driver ? [driver] : [], deliveries }, [], ALL_LAYERS, markerLabels),
    [driver, deliveries, markerLabels],
  );
  return (
    <MapView
      // A known location and a new delivery fit the view again.
      key={[driver?.point && driver.driverId, ...deliveries.map(({ id }) => id)].join()}
      className="h-72 w-full rounded-md border"
      content={content}
      selectedId={selectedId}
      onSelect={select}
      tiles={tiles}
      dark={dark}
      labels={labels}
    />
  );
}
