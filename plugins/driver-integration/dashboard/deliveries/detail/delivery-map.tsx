import { MapView } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';
import { useQuery, useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import { liveQuery } from '../../live/live-query';
import { createMapContent } from '../../map/map-content';
import { MAP_LAYERS } from '../../map/map-layers';
import { useMapBase } from '../../map/use-fleet';
import { useMapLabels } from '../../map/use-map-labels';
import { useMarkerLabels } from '../../map/use-marker-labels';
import type { DeliveryDetail } from './delivery-detail-document';
import { deliveryDriverDocument } from './delivery-driver-document';

const ALL_LAYERS = new Set(MAP_LAYERS);

/** The route of a delivery from pickup to drop-off, with the driver while the delivery is active. Refreshes itself. */
export function DeliveryMap({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const dark = useResolvedTheme() === 'dark';
  const markerLabels = useMarkerLabels();
  const labels = useMapLabels(t`Delivery route`);
  const tiles = useMapBase().data?.tiles ?? undefined;
  const driver = useActiveDriver(delivery);
  const [selectedId, select] = useState<string>();
  const content = useMemo(
    () =>
      createMapContent(
        { drivers: driver ? [driver] : [], deliveries: [delivery] },
        [],
        ALL_LAYERS,
        markerLabels,
      ),
    [driver, delivery, markerLabels],
  );
  return (
    <MapView
      // A new driver fits the view again.
      key={driver?.driverId}
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

/** The driver of an active delivery; undefined if the channel has no access to the driver. */
function useActiveDriver({ state, driverId }: DeliveryDetail) {
  const isActive = state === 'ASSIGNED' || state === 'PICKED_UP';
  const { data } = useQuery({
    ...liveQuery(deliveryDriverDocument, { driverId: driverId ?? '' }),
    enabled: isActive && driverId !== null,
  });
  return isActive ? data?.driver : undefined;
}
