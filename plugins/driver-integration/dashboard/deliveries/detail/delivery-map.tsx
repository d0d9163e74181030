import { MapView } from '@driver-dispatch/map-view';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useResolvedTheme } from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import { liveQuery } from '../../live/live-query';
import { mapContentOf } from '../../map/map-content';
import { MAP_LAYERS } from '../../map/map-layers';
import { useMapBase } from '../../map/use-fleet';
import { useMapLabels } from '../../map/use-map-labels';
import { useMarkerNames } from '../../map/use-marker-names';
import type { DeliveryDetail } from './delivery-detail-document';
import { deliveryDriverDocument } from './delivery-driver-document';

const EVERYTHING = new Set(MAP_LAYERS);

/** The way of a delivery from its store to its door, and its driver as long as the driver is on it. Live. */
export function DeliveryMap({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const dark = useResolvedTheme() === 'dark';
  const names = useMarkerNames();
  const labels = useMapLabels(t`The way of the delivery`);
  const tiles = useMapBase().data?.tiles ?? undefined;
  const driver = useDriverUnderWay(delivery);
  const [selectedId, select] = useState<string>();
  const content = useMemo(
    () => mapContentOf({ drivers: driver ? [driver] : [], deliveries: [delivery] }, [], EVERYTHING, names),
    [driver, delivery, names],
  );
  return (
    <MapView
      // Whoever comes into the way is brought into view with it.
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

/** The driver of a delivery that is under way, where the channel may know: else its way is shown without. */
function useDriverUnderWay({ state, driverId }: DeliveryDetail) {
  const underWay = state === 'ASSIGNED' || state === 'PICKED_UP';
  const { data } = useQuery({
    ...liveQuery(deliveryDriverDocument, { driverId: driverId ?? '' }),
    enabled: underWay && driverId !== null,
  });
  return underWay ? data?.driver : undefined;
}
