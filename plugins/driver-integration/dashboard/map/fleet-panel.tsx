import { Trans, useLingui } from '@lingui/react/macro';
import { Input, Tabs, TabsContent, TabsList, TabsTrigger } from '@vendure/dashboard';
import { useState } from 'react';
import { STATE_LABELS } from '../deliveries/delivery-state';
import { OfferText } from '../deliveries/offers/offer-badge';
import { LatenessBadge } from '../deliveries/promised-time';
import { useRetainedFocus } from '../display/use-retained-focus';
import { Vehicle } from '../display/vehicle';
import { DRIVER_STATUSES } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import type { Fleet, MapPlace } from './fleet-queries';
import { FleetRow } from './fleet-row';
import { isWaiting } from './map-content';
import type { Selection } from './map-ids';
import { layerOfDriver } from './map-layers';
import { RowList } from './row-list';
import { SelectedCard } from './selected-card';

/** The list fills the panel and scrolls. */
const TAB = 'flex min-h-0 flex-col';

interface FleetPanelProps {
  fleet: Pick<Fleet, 'drivers' | 'deliveries'>;
  places: readonly MapPlace[];
  selection: Selection | undefined;
  onSelect: (selection: Selection | undefined) => void;
}

/** The content of the map as searchable, accessible lists. */
export function FleetPanel({ fleet, places, selection, onSelect }: FleetPanelProps) {
  const { t } = useLingui();
  const retainedFocus = useRetainedFocus<HTMLElement>();
  const getStateLabel = useCodeText(STATE_LABELS);
  const getStatusLabel = useCodeText(DRIVER_STATUSES);
  const [search, setSearch] = useState('');
  const matches = (...texts: (string | null | undefined)[]) =>
    texts.some((text) => text?.toLowerCase().includes(search.trim().toLowerCase()));
  const deliveries = fleet.deliveries.filter(({ orderCode, driverName, pickup, dropoff }) =>
    matches(orderCode, driverName, pickup?.name, dropoff?.name),
  );
  const drivers = fleet.drivers.filter(({ name, driverId }) => matches(name, driverId));
  const stores = places.filter(({ name }) => matches(name));
  return (
    <aside
      {...retainedFocus}
      className="flex w-full flex-col gap-3 lg:max-h-[calc(100vh-15rem)] lg:min-h-[36rem] lg:w-80 lg:shrink-0"
      aria-label={t`Drivers and deliveries`}
    >
      {selection && <SelectedCard selection={selection} fleet={fleet} places={places} onSelect={onSelect} />}
      <Input
        type="search"
        className="shrink-0"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={t`Order, driver or store`}
        aria-label={t`Search the map`}
      />
      <Tabs defaultValue="deliveries" className="min-h-0">
        <TabsList className="w-full">
          <TabsTrigger className="px-1" value="deliveries">
            <Trans>Deliveries</Trans> ({deliveries.length})
          </TabsTrigger>
          <TabsTrigger className="px-1" value="drivers">
            <Trans>Drivers</Trans> ({drivers.length})
          </TabsTrigger>
          <TabsTrigger className="px-1" value="stores">
            <Trans>Stores</Trans> ({stores.length})
          </TabsTrigger>
        </TabsList>
        <TabsContent className={TAB} value="deliveries">
          <RowList
            items={deliveries}
            empty={<Trans>No active deliveries.</Trans>}
            row={(delivery) => (
              <FleetRow
                key={delivery.id}
                tone={isWaiting(delivery) ? 'waiting' : 'busy'}
                title={delivery.orderCode}
                state={getStateLabel(delivery.state)}
                badge={<LatenessBadge delivery={{ ...delivery, eta: null, deliveredAt: null }} />}
                details={
                  delivery.openOffer ? (
                    <OfferText offer={delivery.openOffer} />
                  ) : (
                    [delivery.pickup?.name, delivery.driverName].filter(Boolean).join(' · ')
                  )
                }
                selected={selection?.kind === 'delivery' && selection.id === delivery.id}
                onClick={() => onSelect({ kind: 'delivery', id: delivery.id })}
              />
            )}
          />
        </TabsContent>
        <TabsContent className={TAB} value="drivers">
          <RowList
            items={drivers}
            empty={<Trans>No active drivers.</Trans>}
            row={(driver) => (
              <FleetRow
                key={driver.driverId}
                tone={layerOfDriver(driver)}
                title={driver.name}
                state={getStatusLabel(driver.status)}
                details={driver.vehicle && <Vehicle kind={driver.vehicle} />}
                selected={selection?.kind === 'driver' && selection.id === driver.driverId}
                onClick={() => onSelect({ kind: 'driver', id: driver.driverId })}
              />
            )}
          />
        </TabsContent>
        <TabsContent className={TAB} value="stores">
          <RowList
            items={stores}
            empty={<Trans>No stores with a location.</Trans>}
            row={({ id, name }) => (
              <FleetRow
                key={id}
                tone="stores"
                title={name}
                selected={selection?.kind === 'store' && selection.id === id}
                onClick={() => onSelect({ kind: 'store', id })}
              />
            )}
          />
        </TabsContent>
      </Tabs>
    </aside>
  );
}
