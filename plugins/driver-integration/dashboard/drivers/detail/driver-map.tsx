import { MapView } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';
import { usePermissions, useQuery, useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import { liveQuery } from '../../live/live-query';
import { createMapContent } from '../../map/map-content';
import { MAP_LAYERS } from '../../map/map-layers';
import { useMapBase } from '../../map/use-fleet';
import { useMapLabels } from '../../map/use-map-labels';
import { useMarkerLabels } from '../../map/use-marker-labels';
import { driverStatusDocument } from '../driver-documents';
import { driverDeliveriesDocument } from './driver-deliveries-document';

const ALL_LAYERS = new Set(MAP_LAYERS);

/** The driver's location, with the current deliveries if the user may read them. Refreshes itself. */
export function DriverMap({ driverId }: Readonly<{ driverId: string }>) {
  const { t } = useLingui();
  const dark = useResolvedTheme() === 'dark';
  const markerLabels = useMarkerLabels();
  const labels = useMapLabels(t`Location of the driver`);
  const tiles = useMapBase().data?.tiles ?? undefined;
  const driver = useQuery(liveQuery(driverStatusDocument, { id: driverId })).data?.driver;
  const { hasPermissions } = usePermissions();
  const deliveries = useQuery({
    ...liveQuery(driverDeliveriesDocument, { driverId }),
    enabled: hasPermissions(['ReadDriverDelivery']),
  }).data?.current.items;
  const [selectedId, select] = useState<string>();
  const content = useMemo(
    () =>
      createMapContent(
        { drivers: driver ? [driver] : [], deliveries: deliveries ?? [] },
        [],
        ALL_LAYERS,
        markerLabels,
      ),
    [driver, deliveries, markerLabels],
  );
  return (
    <MapView
      // A known location and a new delivery fit the view again.
      key={[Boolean(driver?.point), ...(deliveries ?? []).map(({ id }) => id)].join()}
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
