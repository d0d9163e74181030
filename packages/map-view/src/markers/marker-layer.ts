import { Marker, type DivIcon, type Map as LeafletMap, type TooltipOptions } from 'leaflet';
import type { MarkerCluster, Visible } from '../clustering/cluster-index';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapMarker } from '../map/map-content';
import { findTarget } from './find-target';
import { clusterIcon, markerIcon } from './marker-icon';
import { asText, DRIVER_TOOLTIP, NAME_TOOLTIP } from './name-tooltip';

/** Handlers of the user's actions, and the label of a cluster. */
export interface MarkerActions {
  select: (id: string) => void;
  /** A marker was dragged onto another one. */
  drop: (id: string, targetId: string) => void;
  open: (cluster: MarkerCluster) => void;
  clusterLabel: (cluster: MarkerCluster) => string;
}

const TOOLTIP: TooltipOptions = { direction: 'top', offset: [0, -14] };

/** Urgent and selected markers are drawn above others. Leaflet orders markers of one level by latitude. */
const LEVEL = { urgent: 1_000, selected: 2_000 };

const isUrgent = (tone: string) => tone === 'waiting' || tone === 'late';

interface Drawn {
  marker: Marker;
  /** Key of the appearance. The icon is recreated if it changes. */
  look: string;
  /** Where a dragged marker moves back to. */
  point: Point;
  target: boolean;
  /** Whether the user can drag it. Takes effect for a dragged marker when it is dropped. */
  draggable: boolean;
}

/** The appearance of a marker and what a click does. */
interface Description {
  icon: DivIcon;
  label: string;
  name?: string;
  /** Default: the tooltip of markers without a name */
  tooltip?: TooltipOptions;
  onClick: () => void;
}

/** Class of the map while a marker is dragged. */
const DRAGGING = 'map-dragging';

/** Draws the visible markers and clusters as focusable elements. Elements of unchanged markers are reused. */
export class MarkerLayer {
  private drawn = new Map<string, Drawn>();
  /** Id of the marker that the user is dragging. It keeps its position and appearance. */
  private draggedId: string | undefined;

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: MarkerActions,
  ) {}

  show({ markers, clusters }: Visible, pointOf: (marker: MapMarker) => Point, selectedId?: string): void {
    const kept = new Map<string, Drawn>();
    for (const marker of markers) {
      const selected = marker.id === selectedId;
      const { id, target = false, draggable = false } = marker;
      const look = `${marker.tone} ${marker.glyph} ${selected} ${target} ${marker.label} ${marker.name}`;
      const drawn = this.keep(kept, { id, point: pointOf(marker), look, target, draggable }, () => ({
        icon: markerIcon(marker, selected),
        label: marker.label,
        name: marker.name,
        tooltip: !marker.name ? TOOLTIP : marker.glyph === 'driver' ? DRIVER_TOOLTIP : NAME_TOOLTIP,
        onClick: () => this.actions.select(id),
      }));
      // Without this condition Leaflet would end the drag without an event.
      if (id !== this.draggedId) {
        setDraggable(drawn, draggable);
      }
      if (marker.name) {
        // The centre of the map has moved.
        drawn.getTooltip()?.update();
      }
      drawn.setZIndexOffset(selected ? LEVEL.selected : isUrgent(marker.tone) ? LEVEL.urgent : 0);
    }
    for (const cluster of clusters) {
      const look = JSON.stringify([cluster.count, cluster.tones, cluster.expansionZoom]);
      const { key: id, point } = cluster;
      const drawn = this.keep(kept, { id, point, look, target: false, draggable: false }, () => ({
        icon: clusterIcon(cluster),
        label: this.actions.clusterLabel(cluster),
        onClick: () => this.actions.open(cluster),
      }));
      drawn.setZIndexOffset(Object.keys(cluster.tones).some(isUrgent) ? LEVEL.urgent : 0);
    }
    for (const [id, { marker }] of this.drawn) {
      if (!kept.has(id)) {
        marker.remove();
        if (id === this.draggedId) {
          this.setDragged(undefined);
        }
      }
    }
    this.drawn = kept;
  }

  move(id: string, point: Point): void {
    if (id !== this.draggedId) {
      this.drawn.get(id)?.marker.setLatLng(latLng(point));
    }
  }

  private keep(
    kept: Map<string, Drawn>,
    { id, ...next }: Omit<Drawn, 'marker'> & { id: string },
    describe: () => Description,
  ): Marker {
    const { point, look, draggable } = next;
    const before = this.drawn.get(id);
    if (before && id === this.draggedId) {
      kept.set(id, { ...before, point, draggable });
      return before.marker;
    }
    const marker = before?.marker ?? this.createMarker(id, point);
    if (before) {
      marker.setLatLng(latLng(point));
    }
    if (before?.look !== look) {
      const { icon, label, name, tooltip = TOOLTIP, onClick } = describe();
      const focused = document.activeElement === marker.getElement();
      // A marker that is added without its icon loads Leaflet's own, which does not exist here.
      marker.setIcon(icon).addTo(this.map);
      marker.getElement()?.setAttribute('aria-label', label);
      marker.unbindTooltip().bindTooltip(asText(name ?? label), tooltip);
      marker.off('click keydown').on('click', onClick);
      marker.on('keydown', ({ originalEvent }) => {
        if (originalEvent.key === 'Enter' || originalEvent.key === ' ') {
          originalEvent.preventDefault();
          onClick();
        }
      });
      if (focused) {
        marker.getElement()?.focus();
      }
    }
    kept.set(id, { marker, ...next });
    return marker;
  }

  private createMarker(id: string, point: Point): Marker {
    const marker = new Marker(latLng(point), { riseOnHover: true });
    marker.on('dragstart', () => this.setDragged(id));
    marker.on('dragend', () => this.drop(id));
    return marker;
  }

  /** Moves a dragged marker back, and reports the target on which it was dropped, if it is still draggable. */
  private drop(id: string): void {
    this.setDragged(undefined);
    const dropped = this.drawn.get(id);
    if (dropped) {
      const pixelOf = ({ marker }: Drawn) => this.map.latLngToLayerPoint(marker.getLatLng());
      const targets = [...this.drawn].filter(([other, { target }]) => target && other !== id);
      const targetId = findTarget(
        pixelOf(dropped),
        targets.map(([other, drawn]) => ({ id: other, position: pixelOf(drawn) })),
      );
      dropped.marker.setLatLng(latLng(dropped.point));
      setDraggable(dropped.marker, dropped.draggable);
      if (targetId !== undefined && dropped.draggable) {
        this.actions.drop(id, targetId);
      }
    }
  }

  private setDragged(id: string | undefined): void {
    this.draggedId = id;
    this.map.getContainer().classList.toggle(DRAGGING, id !== undefined);
  }
}

function setDraggable({ dragging }: Marker, draggable: boolean): void {
  dragging?.[draggable ? 'enable' : 'disable']();
}
