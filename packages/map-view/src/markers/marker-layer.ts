import { Marker, type DivIcon, type Map as LeafletMap, type TooltipOptions } from 'leaflet';
import type { MarkerCluster, Visible } from '../clustering/cluster-index';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapMarker } from '../map/map-content';
import { clusterIcon, markerIcon } from './marker-icon';

/** Handlers of marker clicks, and the label of a cluster. */
export interface MarkerActions {
  select: (id: string) => void;
  open: (cluster: MarkerCluster) => void;
  clusterLabel: (cluster: MarkerCluster) => string;
}

const TOOLTIP: TooltipOptions = { direction: 'top', offset: [0, -14] };
const NAME: TooltipOptions = {
  direction: 'right',
  offset: [14, 0],
  permanent: true,
  pane: 'shadowPane',
  className: 'map-name',
};

/** Urgent and selected markers are drawn above others. Leaflet orders markers of one level by latitude. */
const LEVEL = { urgent: 1_000, selected: 2_000 };

const isUrgent = (tone: string) => tone === 'waiting' || tone === 'late';

interface Drawn {
  marker: Marker;
  /** Key of the appearance. The icon is recreated if it changes. */
  look: string;
}

/** Draws the visible markers and clusters as focusable elements. Elements of unchanged markers are reused. */
export class MarkerLayer {
  private drawn = new Map<string, Drawn>();

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: MarkerActions,
  ) {}

  show({ markers, clusters }: Visible, pointOf: (marker: MapMarker) => Point, selectedId?: string): void {
    const kept = new Map<string, Drawn>();
    for (const marker of markers) {
      const selected = marker.id === selectedId;
      const look = `${marker.tone} ${marker.glyph} ${selected} ${marker.label} ${marker.name}`;
      const drawn = this.keep(kept, marker.id, pointOf(marker), look, () => ({
        icon: markerIcon(marker, selected),
        label: marker.label,
        name: marker.name,
        onClick: () => this.actions.select(marker.id),
      }));
      drawn.setZIndexOffset(selected ? LEVEL.selected : isUrgent(marker.tone) ? LEVEL.urgent : 0);
    }
    for (const cluster of clusters) {
      const look = JSON.stringify([cluster.count, cluster.tones, cluster.expansionZoom]);
      const drawn = this.keep(kept, cluster.key, cluster.point, look, () => ({
        icon: clusterIcon(cluster),
        label: this.actions.clusterLabel(cluster),
        onClick: () => this.actions.open(cluster),
      }));
      drawn.setZIndexOffset(Object.keys(cluster.tones).some(isUrgent) ? LEVEL.urgent : 0);
    }
    for (const [key, { marker }] of this.drawn) {
      if (!kept.has(key)) {
        marker.remove();
      }
    }
    this.drawn = kept;
  }

  move(id: string, point: Point): void {
    this.drawn.get(id)?.marker.setLatLng(latLng(point));
  }

  private keep(
    kept: Map<string, Drawn>,
    key: string,
    point: Point,
    look: string,
    describe: () => { icon: DivIcon; label: string; name?: string; onClick: () => void },
  ): Marker {
    const before = this.drawn.get(key);
    const marker = before?.marker ?? new Marker(latLng(point), { riseOnHover: true }).addTo(this.map);
    if (before) {
      marker.setLatLng(latLng(point));
    }
    if (before?.look !== look) {
      const { icon, label, name, onClick } = describe();
      const focused = document.activeElement === marker.getElement();
      marker.setIcon(icon);
      marker.getElement()?.setAttribute('aria-label', label);
      marker.unbindTooltip().bindTooltip(asText(name ?? label), name ? NAME : TOOLTIP);
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
    kept.set(key, { marker, look });
    return marker;
  }
}

/** Wraps a text in an element, because Leaflet inserts strings as HTML. */
function asText(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}
