import { element } from './element.js';
import * as L from './leaflet/leaflet-src.esm.js';
import { texts } from './texts.js';
import type { Point } from './tracking.js';

/** Distance of the grid lines of a map without tiles, in degrees (about 500 m). */
const GRID_DEGREES = 0.005;

/** Number of grid lines on each side of the store. */
const GRID_LINES = 40;

/** Maximum zoom, and the space for the names around the places, beside the zoom buttons and above the attribution, in pixels. */
const FIT: L.FitBoundsOptions = { maxZoom: 16, paddingTopLeft: [140, 84], paddingBottomRight: [96, 92] };

interface Places {
  store: { name: string; point: Point };
  dropoff: Point;
  /** Undefined while the driver's location is not shown. */
  driver: Point | undefined;
}

/** A map with the store, the destination, the driver and the line between them. */
export class DeliveryMap {
  readonly node = element('section', { class: 'card map', role: 'application', 'aria-label': texts.map });
  private map: L.Map | undefined;
  /** Replaced by each {@link show}. */
  private readonly places = L.layerGroup();

  /** Shows the current places. {@link node} must be in the page. */
  show({ store, dropoff, driver }: Places): void {
    const points = [driver ?? store.point, dropoff].map(toTuple);
    this.map ??= this.open(L.latLngBounds([...points, toTuple(store.point)]));
    // The names point away from the line.
    const storeIsNorth = store.point.lat > dropoff.lat;
    this.places.clearLayers();
    this.places
      .addLayer(
        L.polyline(points, { className: `route ${driver ? '' : 'planned'}`, weight: 4, interactive: false }),
      )
      .addLayer(marker(store.point, 'store', store.name, storeIsNorth ? 'top' : 'bottom'))
      .addLayer(marker(dropoff, 'dropoff', texts.destination, storeIsNorth ? 'bottom' : 'top'));
    if (driver) {
      this.places.addLayer(marker(driver, 'driver'));
    }
    if (driver && !this.map.getBounds().pad(-0.1).contains(toTuple(driver))) {
      this.map.panTo(toTuple(driver));
    }
  }

  /** Removes the map. */
  close(): void {
    this.map?.remove();
    this.map = undefined;
    this.node.remove();
  }

  private open(bounds: L.LatLngBounds): L.Map {
    const map = L.map(this.node, { attributionControl: false });
    map.fitBounds(bounds, FIT);
    L.control.scale({ imperial: false }).addTo(map);
    addBackground(map);
    this.places.addTo(map);
    return map;
  }
}

const toTuple = ({ lat, lon }: Point): L.LatLngTuple => [lat, lon];

function marker(point: Point, className: string, name = '', direction: L.Direction = 'top'): L.Layer {
  const icon = L.divIcon({ className, iconSize: [22, 22] });
  const drawn = L.marker(toTuple(point), { icon, keyboard: false, interactive: false });
  return name
    ? drawn.bindTooltip(element('span', {}, name), {
        permanent: true,
        direction,
        offset: [0, direction === 'top' ? -10 : 10],
      })
    : drawn;
}

/** Draws the tiles of the tile server, or a grid without one and until the first tile is loaded. */
function addBackground(map: L.Map): void {
  const grid = createGrid(map.getCenter()).addTo(map);
  const url = setting('tile-url');
  if (url) {
    L.control.attribution({ prefix: false }).addTo(map);
    // Tile servers such as OpenStreetMap's require a referrer. It does not contain the tracking code.
    L.tileLayer(url, { attribution: attribution(), referrerPolicy: 'strict-origin' })
      .once('tileload', () => grid.remove())
      .addTo(map);
  }
}

function createGrid({ lat, lng }: L.LatLng): L.Polyline {
  const extent = GRID_DEGREES * GRID_LINES;
  const roundToGrid = (degrees: number) => Math.round(degrees / GRID_DEGREES) * GRID_DEGREES;
  const lines: L.LatLngTuple[][] = [];
  for (let index = -GRID_LINES; index <= GRID_LINES; index += 1) {
    const [north, east] = [roundToGrid(lat) + index * GRID_DEGREES, roundToGrid(lng) + index * GRID_DEGREES];
    lines.push(
      [
        [north, lng - extent],
        [north, lng + extent],
      ],
      [
        [lat - extent, east],
        [lat + extent, east],
      ],
    );
  }
  return L.polyline(lines, { className: 'grid', weight: 1, interactive: false });
}

/** The attribution as escaped HTML for Leaflet. */
function attribution(): string {
  const href = setting('tile-attribution-url');
  return element(href ? 'a' : 'span', { href: href || null }, setting('tile-attribution')).outerHTML;
}

function setting(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}
