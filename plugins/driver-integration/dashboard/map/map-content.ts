import type { MapContent, MapLine, MapMarker } from '@driver-dispatch/map-view';
import type { Fleet, FleetDelivery, FleetDriver, MapPlace } from './fleet-queries';
import { idOf } from './map-ids';
import { layerOfDriver, type MapLayer } from './map-layers';

/** The words of the markers. */
export interface MarkerNames {
  driver: (driver: FleetDriver) => string;
  store: (name: string) => string;
  door: (delivery: FleetDelivery) => string;
}

/** What the map shows of a fleet: stores, drivers by state, and each delivery's way from driver to store to door. */
export function mapContentOf(
  { drivers, deliveries }: Pick<Fleet, 'drivers' | 'deliveries'>,
  places: readonly MapPlace[],
  shown: ReadonlySet<MapLayer>,
  names: MarkerNames,
): MapContent {
  const markers: MapMarker[] = [];
  if (shown.has('stores')) {
    markers.push(...storesOf(places, deliveries).map((place) => storeMarker(place, names)));
  }
  const byId = new Map(drivers.map((driver) => [driver.driverId, driver]));
  markers.push(...drivers.flatMap((driver) => driverMarker(driver, shown, names)));
  const visible = deliveries.filter((delivery) => shown.has(isWaiting(delivery) ? 'waiting' : 'busy'));
  markers.push(...visible.flatMap((delivery) => doorMarker(delivery, names)));
  return { markers, lines: visible.flatMap((delivery) => linesOf(delivery, byId)) };
}

/** Whether a delivery has no driver yet. */
export const isWaiting = ({ driverId }: Pick<FleetDelivery, 'driverId'>): boolean => driverId === null;

/** The shop's places, and those of deliveries that are picked up elsewhere. */
function storesOf(places: readonly MapPlace[], deliveries: readonly FleetDelivery[]): readonly MapPlace[] {
  const keyOf = ({ lat, lon }: MapPlace['point']) => `${lat},${lon}`;
  const byPoint = new Map(places.map((place) => [keyOf(place.point), place]));
  for (const { pickup } of deliveries) {
    if (pickup && !byPoint.has(keyOf(pickup.point))) {
      const id = keyOf(pickup.point);
      byPoint.set(id, { id, name: pickup.name ?? '', point: pickup.point });
    }
  }
  return [...byPoint.values()];
}

function storeMarker({ id, name, point }: MapPlace, names: MarkerNames): MapMarker {
  return {
    id: idOf({ kind: 'store', id }),
    group: 'stores',
    point,
    label: names.store(name),
    tone: 'place',
    glyph: 'store',
  };
}

function driverMarker(driver: FleetDriver, shown: ReadonlySet<MapLayer>, names: MarkerNames): MapMarker[] {
  const layer = layerOfDriver(driver);
  if (!driver.point || !shown.has(layer)) {
    return [];
  }
  return [
    {
      id: idOf({ kind: 'driver', id: driver.driverId }),
      group: 'drivers',
      point: driver.point,
      label: names.driver(driver),
      tone: layer,
      glyph: 'driver',
    },
  ];
}

function doorMarker(delivery: FleetDelivery, names: MarkerNames): MapMarker[] {
  if (!delivery.dropoff) {
    return [];
  }
  return [
    {
      id: idOf({ kind: 'delivery', id: delivery.id }),
      group: 'doors',
      point: delivery.dropoff.point,
      label: names.door(delivery),
      tone: isWaiting(delivery) ? 'waiting' : 'goal',
      glyph: 'door',
      quiet: true,
    },
  ];
}

/** The way to go now as a line, the way after that dashed. */
function linesOf(
  { id, state, driverId, pickup, dropoff }: FleetDelivery,
  drivers: ReadonlyMap<string, FleetDriver>,
): MapLine[] {
  const driver = driverId === null ? undefined : drivers.get(driverId);
  const from = driver?.point ? idOf({ kind: 'driver', id: driver.driverId }) : undefined;
  const own = idOf({ kind: 'delivery', id });
  const of = from === undefined ? [own] : [own, from];
  const line = (
    name: string,
    points: (MapLine['points'][number] | null | undefined)[],
    rest: Partial<MapLine>,
  ) =>
    points.every((point) => point != null)
      ? [{ id: `${own} ${name}`, of, points: points as MapLine['points'], tone: 'busy' as const, ...rest }]
      : [];
  if (state === 'PICKED_UP') {
    return line('to the door', [driver?.point, dropoff?.point], { from });
  }
  return [
    ...line('to the store', [driver?.point, pickup?.point], { from }),
    ...line('to the door', [pickup?.point, dropoff?.point], {
      tone: isWaiting({ driverId }) ? 'waiting' : 'goal',
      dashed: true,
    }),
  ];
}
