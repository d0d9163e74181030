import type { MapContent, MapLine, MapMarker } from '@driver-dispatch/map-view';
import { isUrgent } from '../deliveries/is-alerted';
import type { FleetDelivery, FleetDriver, MapPlace } from './fleet-queries';
import { formatSelectionId } from './map-ids';
import { layerOfDriver, type MapLayer } from './map-layers';
import { spread } from './spread';

/** Maximum number of drivers whose names are shown. Beyond it they would cover the map. */
const MOST_NAMED = 20;

/** Labels of the markers. */
export interface MarkerLabels {
  driver: (driver: FleetDriver) => string;
  store: (name: string) => string;
  dropoff: (delivery: FleetDelivery) => string;
}

/**
 * Returns the markers of stores, drivers and drop-offs, and the route of each delivery.
 *
 * @param assignable whether the user can drag waiting deliveries onto drivers. Default: false
 */
export function createMapContent(
  { drivers, deliveries }: { drivers: readonly FleetDriver[]; deliveries: readonly FleetDelivery[] },
  places: readonly MapPlace[],
  shown: ReadonlySet<MapLayer>,
  labels: MarkerLabels,
  assignable = false,
): MapContent {
  const markers: MapMarker[] = [];
  if (shown.has('stores')) {
    markers.push(...getStores(places, deliveries).map((place) => storeMarker(place, labels)));
  }
  const byId = new Map(drivers.map((driver) => [driver.driverId, driver]));
  const named = drivers.length <= MOST_NAMED;
  markers.push(...drivers.flatMap((driver) => driverMarker(driver, shown, labels, named)));
  const visible = deliveries.filter((delivery) => shown.has(isWaiting(delivery) ? 'waiting' : 'busy'));
  markers.push(...spread(visible.flatMap((delivery) => dropoffMarker(delivery, labels, assignable))));
  return { markers, lines: visible.flatMap((delivery) => createLines(delivery, byId)) };
}

/** Whether a delivery has no driver yet. */
export const isWaiting = ({ driverId }: Pick<FleetDelivery, 'driverId'>): boolean => driverId === null;

/** The stores of the shop, and pickups of deliveries that are not among them. */
function getStores(places: readonly MapPlace[], deliveries: readonly FleetDelivery[]): readonly MapPlace[] {
  const createKey = ({ lat, lon }: MapPlace['point']) => `${lat},${lon}`;
  const byPoint = new Map(places.map((place) => [createKey(place.point), place]));
  for (const { pickup } of deliveries) {
    if (pickup && !byPoint.has(createKey(pickup.point))) {
      const id = createKey(pickup.point);
      byPoint.set(id, { id, name: pickup.name ?? '', point: pickup.point });
    }
  }
  return [...byPoint.values()];
}

function storeMarker({ id, name, point }: MapPlace, labels: MarkerLabels): MapMarker {
  return {
    id: formatSelectionId({ kind: 'store', id }),
    group: 'stores',
    point,
    label: labels.store(name),
    name,
    tone: 'store',
    glyph: 'store',
  };
}

function driverMarker(
  driver: FleetDriver,
  shown: ReadonlySet<MapLayer>,
  labels: MarkerLabels,
  named: boolean,
): MapMarker[] {
  const layer = layerOfDriver(driver);
  if (!driver.point || !shown.has(layer)) {
    return [];
  }
  return [
    {
      id: formatSelectionId({ kind: 'driver', id: driver.driverId }),
      group: 'drivers',
      point: driver.point,
      label: labels.driver(driver),
      ...(named && { name: driver.name }),
      tone: layer,
      glyph: 'driver',
      target: true,
    },
  ];
}

/** The drop-off of a delivery. Clusters are hidden, except those of waiting and urgent deliveries. */
function dropoffMarker(delivery: FleetDelivery, labels: MarkerLabels, assignable: boolean): MapMarker[] {
  if (!delivery.dropoff) {
    return [];
  }
  const tone = isWaiting(delivery) ? 'waiting' : isUrgent(delivery) ? 'late' : 'dropoff';
  return [
    {
      id: formatSelectionId({ kind: 'delivery', id: delivery.id }),
      group: tone,
      point: delivery.dropoff.point,
      label: labels.dropoff(delivery),
      tone,
      glyph: 'dropoff',
      quiet: tone === 'dropoff',
      draggable: assignable && tone === 'waiting',
    },
  ];
}

/** The current leg as a solid line, the next leg and the way of a driver with an offer dashed. The lines of a delivery that is late or has an alert are urgent. */
function createLines(delivery: FleetDelivery, drivers: ReadonlyMap<string, FleetDriver>): MapLine[] {
  const { id, state, openOffer, pickup, dropoff } = delivery;
  const driverId = delivery.driverId ?? openOffer?.driverId;
  const driver = driverId == null ? undefined : drivers.get(driverId);
  const from = driver?.point ? formatSelectionId({ kind: 'driver', id: driver.driverId }) : undefined;
  const own = formatSelectionId({ kind: 'delivery', id });
  const of = from === undefined ? [own] : [own, from];
  const urgent = isUrgent(delivery);
  const line = (
    name: string,
    points: (MapLine['points'][number] | null | undefined)[],
    { tone, ...rest }: Pick<MapLine, 'tone' | 'from' | 'dashed'>,
  ): MapLine[] =>
    points.every((point) => point != null)
      ? [{ id: `${own} ${name}`, of, points, urgent, tone: urgent ? 'late' : tone, ...rest }]
      : [];
  if (state === 'PICKED_UP') {
    return line('to drop-off', [driver?.point, dropoff?.point], { tone: 'busy', from });
  }
  return [
    ...line('to pickup', [driver?.point, pickup?.point], {
      tone: isWaiting(delivery) ? 'waiting' : 'busy',
      from,
      dashed: isWaiting(delivery),
    }),
    ...line('to drop-off', [pickup?.point, dropoff?.point], {
      tone: isWaiting(delivery) ? 'waiting' : 'dropoff',
      dashed: true,
    }),
  ];
}
