import { Circle, LatLngBounds, Marker, type LatLng, type Map as LeafletMap } from 'leaflet';
import type { Background } from '../background/background';
import { createBackground } from '../background/create-background';
import type { MapTiles } from '../background/map-tiles';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapGlyph } from '../map/map-content';
import { newMap, removeMap } from '../map/new-map';
import { afterZoomAnimation, isAnimated } from '../map/view-animation';
import { markerIcon } from '../markers/marker-icon';
import { asText, NAME_TOOLTIP } from '../markers/name-tooltip';
import { nudgeOffset } from './nudge';
import { rounded } from './rounded';

const CLOSE_ZOOM = 15;

/** Maximum zoom around several points. */
const AROUND_ZOOM = 13;

/** A place that helps to find the point. */
export interface PickerPlace {
  name: string;
  point: Point;
  kind: 'store' | 'dropoff';
}

interface PickerLabels {
  map: string;
  zoomIn: string;
  zoomOut: string;
  showAll: string;
  marker: string;
}

/** The map of a point picker: one marker with a circle around it. */
export class PickerView {
  private readonly map: LeafletMap;
  private readonly marker: Marker;
  private readonly circle = new Circle([0, 0], { radius: 0, className: 'map-radius', interactive: false });
  private background: Background | undefined;
  private radiusMetres = 0;
  private disabled = false;
  private shown: Point | undefined;
  private around: readonly Point[] = [];
  private fittedAround = false;
  private places: readonly PickerPlace[] = [];
  /** Whether the view has not moved since the pointer was pressed. A click counts only then. */
  private viewIsStill = false;

  constructor(
    container: HTMLElement,
    private readonly labels: PickerLabels,
    glyph: MapGlyph,
    private readonly onChange: (point: Point) => void,
  ) {
    this.map = newMap(container, labels, () => this.fit(), { scrollWheelZoom: false });
    // The wheel scrolls the page until the map has the focus, then it zooms.
    this.map.on('focus', () => this.map.scrollWheelZoom.enable());
    this.map.on('blur', () => this.map.scrollWheelZoom.disable());
    this.marker = new Marker([0, 0], {
      draggable: true,
      // Above the places. Leaflet orders markers of one level by latitude.
      zIndexOffset: 1_000,
      icon: markerIcon({ tone: glyph === 'driver' ? 'free' : 'store', glyph }, true),
    });
    this.marker.on('drag', () => this.circle.setLatLng(this.marker.getLatLng()));
    this.marker.on('dragend', () => this.setPoint(this.marker.getLatLng()));
    this.map.on('mousedown', () => (this.viewIsStill = !isAnimated(this.map)));
    this.map.on('movestart', () => (this.viewIsStill = false));
    this.map.on('click', ({ latlng }) => this.viewIsStill && this.setPoint(latlng));
  }

  setBackground(tiles: MapTiles | undefined, dark: boolean): void {
    this.background?.remove();
    this.background = createBackground(this.map, tiles, dark);
  }

  setDisabled(disabled: boolean): void {
    this.disabled = disabled;
    this.marker.dragging?.[disabled ? 'disable' : 'enable']();
  }

  /** Shows a point and fits it into the view if it is new, outside the view, or its radius has changed. */
  show(point: Point | undefined, radiusMetres = 0): void {
    const radiusChanged = radiusMetres !== this.radiusMetres;
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
    const isFirst = first && this.places.length === 0;
    if (isFirst || radiusChanged || !this.map.getBounds().contains(latLng(point))) {
      afterZoomAnimation(this.map, () => this.fit());
    }
  }

  /**
   * Sets the points around which the user will probably set the point. Fits them into the view once, while no point is
   * shown, so that later calls do not undo the user's zoom.
   */
  setAround(points: readonly Point[]): void {
    this.around = points;
    if (!this.shown && !this.fittedAround && points.length > 0) {
      this.fittedAround = true;
      this.fit();
    }
  }

  /** Shows places with their names, which are not shown yet, and fits them and the point into the view. */
  showPlaces(places: readonly PickerPlace[]): void {
    this.places = places;
    for (const { name, point, kind } of places) {
      new Marker(latLng(point), {
        icon: markerIcon({ tone: kind, glyph: kind }, false),
        interactive: false,
        keyboard: false,
      })
        .bindTooltip(asText(name), NAME_TOOLTIP)
        .addTo(this.map);
    }
    if (places.length > 0) {
      this.fit();
    }
  }

  remove(): void {
    removeMap(this.map);
  }

  private fit(): void {
    if (this.places.length > 0) {
      this.fitBounds([...this.places.map(({ point }) => point), ...(this.shown ? [this.shown] : [])]);
    } else if (!this.shown) {
      this.fitBounds(this.around);
    } else if (this.radiusMetres > 0) {
      this.map.fitBounds(latLng(this.shown).toBounds(this.radiusMetres * 2), { padding: [16, 16] });
    } else {
      this.map.setView(latLng(this.shown), CLOSE_ZOOM);
    }
  }

  private fitBounds(points: readonly Point[]): void {
    if (points.length > 0) {
      const bounds = new LatLngBounds(points.map(latLng));
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
    const move = nudgeOffset(event);
    if (move && !this.disabled) {
      event.preventDefault();
      event.stopPropagation();
      const position = this.map.latLngToContainerPoint(this.marker.getLatLng()).add(move);
      this.setPoint(this.map.containerPointToLatLng(position));
    }
  }

  private setPoint(position: LatLng): void {
    if (!this.disabled) {
      const { lat, lng } = position.wrap();
      this.onChange(rounded({ lat, lon: lng }));
    }
  }
}
