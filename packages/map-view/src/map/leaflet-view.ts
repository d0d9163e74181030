import type { FitBoundsOptions, Map as LeafletMap } from 'leaflet';
import type { Background } from '../background/background';
import { createBackground } from '../background/create-background';
import type { MapTiles } from '../background/map-tiles';
import { ClusterIndex } from '../clustering/cluster-index';
import { boundsFrom, latLng, latLngBounds } from '../geometry/lat-lng';
import { computeBounds } from '../geometry/point';
import { findHighlighted } from '../lines/find-highlighted';
import { LineLayer } from '../lines/line-layer';
import { MarkerLayer } from '../markers/marker-layer';
import { Glide, GLIDE_MS } from '../motion/glide';
import { AnimationLoop } from '../motion/animation-loop';
import { newMap, removeMap } from './new-map';
import type { MapContent } from './map-content';
import type { MapLabels } from './map-labels';

/** Padding in pixels, and the maximum zoom for few markers. */
const FIT: FitBoundsOptions = { padding: [40, 40], maxZoom: 15 };

/** Distance of a followed marker from the edges, as a share of the view. */
const FOLLOW_MARGIN = 0.15;

/** Markers are drawn up to this share of the view beyond its edges. */
const DRAWN_MARGIN = 0.1;

export interface LeafletViewOptions {
  container: HTMLElement;
  labels: MapLabels;
  onSelect: (id: string | undefined) => void;
  onDrop: (id: string, targetId: string) => void;
}

/** A map whose content can be replaced at any time. Moved markers are animated. */
export class LeafletView {
  private readonly map: LeafletMap;
  private readonly markers: MarkerLayer;
  private readonly lines: LineLayer;
  private readonly animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  private readonly glide = new Glide(this.animate ? GLIDE_MS : 0);
  private readonly loop = new AnimationLoop(() => this.drawFrame());
  private background: Background | undefined;
  private content: MapContent = { markers: [], lines: [] };
  private index = new ClusterIndex([]);
  private selectedId: string | undefined;
  private highlighted: ReadonlySet<string> = new Set();
  private fitted = false;

  constructor({ container, labels, onSelect, onDrop }: LeafletViewOptions) {
    this.map = newMap(container, labels, () => this.showAll());
    this.markers = new MarkerLayer(this.map, {
      select: onSelect,
      drop: onDrop,
      open: ({ point, expansionZoom }) =>
        this.map.flyTo(latLng(point), expansionZoom, { animate: this.animate, duration: 0.4 }),
      clusterLabel: labels.cluster,
    });
    this.lines = new LineLayer(this.map);
    this.map.on('moveend', () => this.drawMarkers());
    this.map.on('click', () => onSelect(undefined));
  }

  setBackground(tiles: MapTiles | undefined, dark: boolean): void {
    this.background?.remove();
    this.background = createBackground(this.map, tiles, dark);
    this.drawLines();
  }

  setContent(content: MapContent): void {
    this.content = content;
    this.glide.moveTo(content.markers, performance.now());
    this.reindex();
    if (!this.fitted && content.markers.length > 0) {
      this.fitted = true;
      this.showAll();
    }
    this.keepSelectedInView();
    this.draw();
    this.loop.start();
  }

  /** Highlights a marker, fits it and its lines into the view and follows it. Undefined clears the selection. */
  select(id: string | undefined): void {
    this.selectedId = id;
    this.reindex();
    if (id !== undefined) {
      this.flyTo(id);
    }
    this.draw();
  }

  remove(): void {
    this.loop.stop();
    removeMap(this.map);
  }

  private showAll(): void {
    const bounds = computeBounds(this.content.markers.map(({ point }) => point));
    if (bounds) {
      this.map.fitBounds(latLngBounds(bounds), { ...FIT, animate: this.animate });
    }
  }

  private flyTo(id: string): void {
    const marker = this.content.markers.find((each) => each.id === id);
    const lines = this.content.lines.filter(({ of }) => of?.includes(id));
    const bounds = computeBounds([
      ...(marker ? [marker.point] : []),
      ...lines.flatMap(({ points }) => points),
    ]);
    if (bounds) {
      this.map.flyToBounds(latLngBounds(bounds), { ...FIT, animate: this.animate, duration: 0.5 });
    }
  }

  /** The selected marker and those of its lines are never part of a cluster. */
  private reindex(): void {
    this.highlighted = findHighlighted(this.content.lines, this.selectedId);
    this.index = new ClusterIndex(this.content.markers.filter(({ id }) => !this.highlighted.has(id)));
  }

  private keepSelectedInView(): void {
    const selected = this.content.markers.find(({ id }) => id === this.selectedId);
    if (selected && !this.map.getBounds().pad(-FOLLOW_MARGIN).contains(latLng(selected.point))) {
      this.map.panTo(latLng(selected.point), { animate: this.animate });
    }
  }

  private draw(): void {
    this.drawMarkers();
    this.drawLines();
  }

  private drawMarkers(): void {
    const now = performance.now();
    const area = boundsFrom(this.map.getBounds().pad(DRAWN_MARGIN));
    const visible = this.index.visibleIn(area, this.map.getZoom());
    const highlighted = this.content.markers.filter(({ id }) => this.highlighted.has(id));
    this.markers.show(
      { ...visible, markers: [...visible.markers, ...highlighted] },
      ({ id, point }) => this.glide.at(id, now) ?? point,
      this.selectedId,
    );
  }

  private drawLines(): void {
    const now = performance.now();
    this.lines.show(this.content.lines, (id) => this.glide.at(id, now), this.selectedId);
  }

  /** Draws one frame. Returns false if no marker moves any more. */
  private drawFrame(): boolean {
    const now = performance.now();
    const moving = this.glide.moving(now);
    for (const id of moving) {
      this.markers.move(id, this.glide.at(id, now)!);
    }
    this.lines.follow(new Set(moving), (id) => this.glide.at(id, now));
    return moving.length > 0;
  }
}
