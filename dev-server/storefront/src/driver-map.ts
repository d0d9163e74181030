import { element } from './element.js';
import * as L from './leaflet/leaflet-src.esm.js';
import type { DriverLocation } from './tracking.js';
import { texts } from './texts.js';

/** Distance of the grid lines of a map without tiles, in degrees (about 500 m). */
const GRID_DEGREES = 0.005;

/** Number of grid lines on each side of the driver's first location. */
const GRID_LINES = 40;

const ZOOM = 15;

/** A map with the driver's location and the trail since the page was opened. */
export class DriverMap {
  readonly node = element('section', { class: 'card map', role: 'application', 'aria-label': texts.map });
  private map: L.Map | undefined;
  private marker: L.Marker | undefined;
  private trail: L.Polyline | undefined;

  /** Shows the latest location. {@link node} must be in the page. */
  show({ point }: DriverLocation): void {
    const location: L.LatLngTuple = [point.lat, point.lon];
    if (!this.map) {
      this.open(location);
    }
    this.marker!.setLatLng(location);
    this.trail!.addLatLng(location);
    if (!this.map!.getBounds().pad(-0.2).contains(location)) {
      this.map!.panTo(location);
    }
  }

  /** Removes the map. */
  close(): void {
    this.map?.remove();
    this.map = undefined;
  }

  private open(location: L.LatLngTuple): void {
    this.map = L.map(this.node, { attributionControl: false }).setView(location, ZOOM);
    L.control.scale({ imperial: false }).addTo(this.map);
    baseLayer(location).addTo(this.map);
    if (setting('tile-attribution')) {
      L.control.attribution({ prefix: false }).addTo(this.map);
    }
    this.trail = L.polyline([], { className: 'trail', weight: 4, opacity: 0.6 }).addTo(this.map);
    const icon = L.divIcon({ className: 'driver', iconSize: [22, 22] });
    this.marker = L.marker(location, { icon, keyboard: false, interactive: false }).addTo(this.map);
  }
}

function baseLayer([lat, lon]: L.LatLngTuple): L.Layer {
  const url = setting('tile-url');
  if (url) {
    return L.tileLayer(url, { attribution: attribution() });
  }
  const extent = GRID_DEGREES * GRID_LINES;
  const roundToGrid = (degrees: number) => Math.round(degrees / GRID_DEGREES) * GRID_DEGREES;
  const lines: L.LatLngTuple[][] = [];
  for (let index = -GRID_LINES; index <= GRID_LINES; index += 1) {
    const [north, east] = [roundToGrid(lat) + index * GRID_DEGREES, roundToGrid(lon) + index * GRID_DEGREES];
    lines.push(
      [
        [north, lon - extent],
        [north, lon + extent],
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
