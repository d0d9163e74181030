import { MapView } from '@driver-dispatch/map-view';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  Badge,
  FullWidthPageBlock,
  Page,
  PageLayout,
  PageTitle,
  usePermissions,
  useResolvedTheme,
} from '@vendure/dashboard';
import { useMemo, useState } from 'react';
import { PlatformDrivers } from '../drivers/platform-drivers';
import { AssignDroppedDialog, type Dropped } from './assign-dropped-dialog';
import { FleetPanel } from './fleet-panel';
import { LayerToggles } from './layer-toggles';
import { createMapContent } from './map-content';
import { formatSelectionId, parseSelectionId, type Selection } from './map-ids';
import { MAP_LAYERS, type MapLayer } from './map-layers';
import { useFleet, useMapBase } from './use-fleet';
import { useMapLabels } from './use-map-labels';
import { useMarkerLabels } from './use-marker-labels';
import { useSelection } from './use-selection';

const EMPTY = { drivers: [], deliveries: [], truncated: false };

/** Map of stores, drivers and active deliveries. Refreshes itself. */
export function MapPage() {
  const { t } = useLingui();
  const dark = useResolvedTheme() === 'dark';
  const base = useMapBase();
  const markerLabels = useMarkerLabels();
  const labels = useMapLabels(t`Stores, drivers and deliveries`);
  const [shown, setShown] = useState<ReadonlySet<MapLayer>>(new Set(MAP_LAYERS));
  const [selection, select] = useSelection();
  const fleetQuery = useFleet();
  const fleet = fleetQuery.data ?? EMPTY;
  const places = base.data?.places;
  const [dropped, setDropped] = useState<Dropped>();
  const assignable = usePermissions().hasPermissions(['WriteDriverDelivery']);
  const content = useMemo(
    () => createMapContent(fleet, places ?? [], shown, markerLabels, assignable),
    [fleet, places, shown, markerLabels, assignable],
  );
  return (
    <Page pageId="driver-map">
      <PageTitle>
        <Trans>Map</Trans>
      </PageTitle>
      <PageLayout>
        <FullWidthPageBlock blockId="map">
          <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
            <LayerToggles fleet={fleet} places={places ?? []} shown={shown} onChange={setShown} />
            {fleet.truncated && (
              <Badge variant="secondary">
                <Trans>Too many entries, not all are shown</Trans>
              </Badge>
            )}
          </div>
          <div className="mb-3 empty:hidden">
            <PlatformDrivers />
          </div>
          <div className="flex flex-col gap-4 lg:flex-row">
            {base.isPending || fleetQuery.isPending ? (
              <div className="h-[32rem] grow animate-pulse rounded-md bg-muted" />
            ) : (
              <MapView
                className="h-[60vh] min-h-80 w-full rounded-md border lg:h-[calc(100vh-15rem)] lg:w-auto lg:grow"
                content={content}
                selectedId={getMarker(selection, fleet.deliveries)}
                onSelect={(id) => select(parseSelectionId(id))}
                onDrop={(id, targetId) => setDropped(readDropped(id, targetId))}
                tiles={base.data?.tiles ?? undefined}
                dark={dark}
                labels={labels}
              />
            )}
            <FleetPanel fleet={fleet} places={places ?? []} selection={selection} onSelect={select} />
          </div>
          {dropped && <AssignDroppedDialog {...dropped} onClose={() => setDropped(undefined)} />}
        </FullWidthPageBlock>
      </PageLayout>
    </Page>
  );
}

/** The marker of the selection. The marker of a delivery with a driver is the driver's. */
function getMarker(
  selection: Selection | undefined,
  deliveries: readonly { id: string; driverId: string | null }[],
): string | undefined {
  const driverId =
    selection?.kind === 'delivery' && deliveries.find(({ id }) => id === selection.id)?.driverId;
  return driverId
    ? formatSelectionId({ kind: 'driver', id: driverId })
    : selection && formatSelectionId(selection);
}

/** The delivery and the driver whose markers were dragged onto each other. */
function readDropped(id: string, targetId: string): Dropped | undefined {
  const [delivery, driver] = [parseSelectionId(id), parseSelectionId(targetId)];
  return delivery?.kind === 'delivery' && driver?.kind === 'driver'
    ? { deliveryId: delivery.id, driverId: driver.id }
    : undefined;
}
