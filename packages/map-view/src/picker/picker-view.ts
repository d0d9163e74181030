import { Circle, LatLngBounds, Marker, type LatLng, type Map as LeafletMap } from 'leaflet';
import type { Background } from '../background/background';
import { backgroundOf } from '../background/background-of';
import type { MapTiles } from '../background/map-tiles';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapGlyph } from '../map/map-content';
import { newMap } from '../map/new-map';
import { afterZoomAnimation, isAnimated } from '../map/view-animation';
import { markerIcon } from '../markers/marker-icon';
import { nudgeOf } from './nudge';
import { rounded } from './rounded';

const CLOSE_ZOOM = 15;

/** How close places are looked at that are only near the one that is wanted. */
const AROUND_ZOOM = 13;

interface PickerLabels {
  map: string;
  zoomIn: string;
  zoomOut: string;
  showAll: string;
  marker: string;
}

/** The map of a point picker: one marker, and a circle around it. */
export class PickerView {
  private readonly map: LeafletMap;
  private readonly marker: Marker;
  private readonly circle = new Circle([0, 0], { radius: 0, className: 'map-radius', interactive: false });
  private background: Background | undefined;
  private radiusMetres = 0;
  private disabled = false;
  private shown: Point | undefined;
  private around: readonly Point[] = [];
  private lookedAround = false;
  /** Whether the view has stood still since the pointer was pressed: a click means the place that the user saw. */
  private aimed = false;

  constructor(
    container: HTMLElement,
    private readonly labels: PickerLabels,
    glyph: MapGlyph,
    private readonly onChange: (point: Point) => void,
  ) {
    this.map = newMap(container, labels, () => this.fit(), { scrollWheelZoom: false });
    // A page that is scrolled over a map stays a page; whoever has clicked into the map wants to zoom.
    this.map.on('focus', () => this.map.scrollWheelZoom.enable());
    this.map.on('blur', () => this.map.scrollWheelZoom.disable());
    this.marker = new Marker([0, 0], {
      draggable: true,
      icon: markerIcon({ tone: 'place', glyph }, true),
    });
    this.marker.on('drag', () => this.circle.setLatLng(this.marker.getLatLng()));
    this.marker.on('dragend', () => this.put(this.marker.getLatLng()));
    this.map.on('mousedown', () => (this.aimed = !isAnimated(this.map)));
    this.map.on('movestart', () => (this.aimed = false));
    this.map.on('click', ({ latlng }) => this.aimed && this.put(latlng));
  }

  setBackground(tiles: MapTiles | undefined, dark: boolean): void {
    this.background?.remove();
    this.background = backgroundOf(this.map, tiles, dark);
  }

  setDisabled(disabled: boolean): void {
    this.disabled = disabled;
    this.marker.dragging?.[disabled ? 'disable' : 'enable']();
  }

  /** Shows the point; one that comes from elsewhere is brought into view. */
  show(point: Point | undefined, radiusMetres = 0): void {
    const grown = radiusMetres !== this.radiusMetres;
    this.radiusMetres = radiusMetres;
    if (!point) {
      this.shown = undefined;
      this.marker.remove();
      this.circle.remove();
      return;
    }
    const first = this.shown === undefined;
    this.shown = point;
    this.marker.setLatLng(latLng(point)).addTo(this.map);
    this.label();
    this.circle.setLatLng(latLng(point)).setRadius(radiusMetres);
    this.circle[radiusMetres > 0 ? 'addTo' : 'removeFrom'](this.map);
    if (first || grown || !this.map.getBounds().contains(latLng(point))) {
      afterZoomAnimation(this.map, () => this.fit());
    }
  }

  /**
   * Where the point may be. Brought into view the first time, while no point is shown: people may have moved the map
   * since.
   */
  lookAt(places: readonly Point[]): void {
    this.around = places;
    if (!this.shown && !this.lookedAround && places.length > 0) {
      this.lookedAround = true;
      this.fit();
    }
  }

  remove(): void {
    this.map.remove();
  }

  private fit(): void {
    if (!this.shown) {
      this.fitAround();
    } else if (this.radiusMetres > 0) {
      this.map.fitBounds(latLng(this.shown).toBounds(this.radiusMetres * 2), { padding: [16, 16] });
    } else {
      this.map.setView(latLng(this.shown), CLOSE_ZOOM);
    }
  }

  private fitAround(): void {
    if (this.around.length > 0) {
      const bounds = new LatLngBounds(this.around.map(latLng));
      this.map.fitBounds(bounds, { padding: [32, 32], maxZoom: AROUND_ZOOM });
    }
  }

  private label(): void {
    const element = this.marker.getElement();
    if (element && element.ariaLabel !== this.labels.marker) {
      element.ariaLabel = this.labels.marker;
      element.addEventListener('keydown', (event) => this.nudge(event));
    }
  }

  private nudge(event: KeyboardEvent): void {
    const move = nudgeOf(event);
    if (move && !this.disabled) {
      event.preventDefault();
      event.stopPropagation();
      const place = this.map.latLngToContainerPoint(this.marker.getLatLng()).add(move);
      this.put(this.map.containerPointToLatLng(place));
    }
  }

  private put(place: LatLng): void {
    if (!this.disabled) {
      const { lat, lng } = place.wrap();
      this.onChange(rounded({ lat, lon: lng }));
    }
  }
}
