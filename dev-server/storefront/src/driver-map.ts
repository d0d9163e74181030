import { element } from './element.js';
import * as L from './leaflet/leaflet-src.esm.js';
import type { Position } from './tracking.js';
import { words } from './words.js';

/** Degrees between two lines of the grid that a map without tiles draws, about 500 m. */
const GRID_DEGREES = 0.005;

/** Lines of the grid on each side of where the driver was first seen. */
const GRID_LINES = 40;

const ZOOM = 15;

/** Where the goods are, and the way they have come while this page was open. */
export class DriverMap {
  readonly node = element('section', { class: 'card map', role: 'application', 'aria-label': words.mapOf });
  private map: L.Map | undefined;
  private marker: L.Marker | undefined;
  private trail: L.Polyline | undefined;

  /** Shows the newest position; the page has to show {@link node} by then. */
  show({ point }: Position): void {
    const place: L.LatLngTuple = [point.lat, point.lon];
    if (!this.map) {
      this.open(place);
    }
    this.marker!.setLatLng(place);
    this.trail!.addLatLng(place);
    if (!this.map!.getBounds().pad(-0.2).contains(place)) {
      this.map!.panTo(place);
    }
  }

  /** Forgets what it has shown. */
  close(): void {
    this.map?.remove();
    this.map = undefined;
  }

  private open(place: L.LatLngTuple): void {
    this.map = L.map(this.node, { attributionControl: false }).setView(place, ZOOM);
    L.control.scale({ imperial: false }).addTo(this.map);
    ground(place).addTo(this.map);
    if (setting('tile-attribution')) {
      L.control.attribution({ prefix: false }).addTo(this.map);
    }
    this.trail = L.polyline([], { className: 'trail', weight: 4, opacity: 0.6 }).addTo(this.map);
    const icon = L.divIcon({ className: 'driver', iconSize: [22, 22] });
    this.marker = L.marker(place, { icon, keyboard: false, interactive: false }).addTo(this.map);
  }
}

function ground([lat, lon]: L.LatLngTuple): L.Layer {
  const url = setting('tile-url');
  if (url) {
    return L.tileLayer(url, { attribution: attribution() });
  }
  const reach = GRID_DEGREES * GRID_LINES;
  const near = (degrees: number) => Math.round(degrees / GRID_DEGREES) * GRID_DEGREES;
  const lines: L.LatLngTuple[][] = [];
  for (let index = -GRID_LINES; index <= GRID_LINES; index += 1) {
    const [north, east] = [near(lat) + index * GRID_DEGREES, near(lon) + index * GRID_DEGREES];
    lines.push(
      [
        [north, lon - reach],
        [north, lon + reach],
      ],
      [
        [lat - reach, east],
        [lat + reach, east],
      ],
    );
  }
  return L.polyline(lines, { className: 'grid', weight: 1, interactive: false });
}

/** Leaflet takes HTML: the text is escaped. */
function attribution(): string {
  const href = setting('tile-attribution-url');
  return element(href ? 'a' : 'span', { href: href || null }, setting('tile-attribution')).outerHTML;
}

function setting(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}
