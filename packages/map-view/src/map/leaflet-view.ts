import type { FitBoundsOptions, Map as LeafletMap } from 'leaflet';
import type { Background } from '../background/background';
import { backgroundOf } from '../background/background-of';
import type { MapTiles } from '../background/map-tiles';
import { ClusterIndex } from '../clustering/cluster-index';
import { boundsFrom, latLng, latLngBounds } from '../geometry/lat-lng';
import { boundsOf } from '../geometry/point';
import { LineLayer } from '../lines/line-layer';
import { MarkerLayer } from '../markers/marker-layer';
import { Glide, GLIDE_MS } from '../motion/glide';
import { AnimationLoop } from '../motion/animation-loop';
import { newMap } from './new-map';
import type { MapContent } from './map-content';
import type { MapLabels } from './map-labels';

/** Pixels at the edges, and how close a few markers are looked at. */
const FIT: FitBoundsOptions = { padding: [40, 40], maxZoom: 15 };

/** How much of the view around a followed marker is kept free, as a share of each side. */
const FOLLOW_MARGIN = 0.15;

/** How far beyond the view markers are drawn, as a share of it. */
const DRAWN_MARGIN = 0.1;

export interface LeafletViewOptions {
  container: HTMLElement;
  labels: MapLabels;
  onSelect: (id: string | undefined) => void;
}

/** A live map: takes new content as often as there is some, and moves what has moved. */
export class LeafletView {
  private readonly map: LeafletMap;
  private readonly markers: MarkerLayer;
  private readonly lines: LineLayer;
  private readonly animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  private readonly glide = new Glide(this.animate ? GLIDE_MS : 0);
  private readonly loop = new AnimationLoop(() => this.moveOn());
  private background: Background | undefined;
  private content: MapContent = { markers: [], lines: [] };
  private index = new ClusterIndex([]);
  private selectedId: string | undefined;
  private fitted = false;

  constructor({ container, labels, onSelect }: LeafletViewOptions) {
    this.map = newMap(container, labels, () => this.showAll());
    this.markers = new MarkerLayer(this.map, {
      select: onSelect,
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
    this.background = backgroundOf(this.map, tiles, dark);
    this.background.cover(this.content.markers.map(({ point }) => point));
    this.drawLines();
  }

  setContent(content: MapContent): void {
    this.content = content;
    this.glide.head(content.markers, performance.now());
    this.background?.cover(content.markers.map(({ point }) => point));
    this.reindex();
    if (!this.fitted && content.markers.length > 0) {
      this.fitted = true;
      this.showAll();
    }
    this.keepSelectedInView();
    this.draw();
    this.loop.start();
  }

  /** Makes a marker stand out, brings it and its lines into view and keeps it there; undefined lets go. */
  select(id: string | undefined): void {
    this.selectedId = id;
    this.reindex();
    if (id !== undefined) {
      this.approach(id);
    }
    this.draw();
  }

  remove(): void {
    this.loop.stop();
    this.map.remove();
  }

  private showAll(): void {
    const bounds = boundsOf(this.content.markers.map(({ point }) => point));
    if (bounds) {
      this.map.fitBounds(latLngBounds(bounds), { ...FIT, animate: this.animate });
    }
  }

  private approach(id: string): void {
    const marker = this.content.markers.find((each) => each.id === id);
    const lines = this.content.lines.filter(({ of }) => of?.includes(id));
    const bounds = boundsOf([...(marker ? [marker.point] : []), ...lines.flatMap(({ points }) => points)]);
    if (bounds) {
      this.map.flyToBounds(latLngBounds(bounds), { ...FIT, animate: this.animate, duration: 0.5 });
    }
  }

  /** The selected marker is never part of a cluster. */
  private reindex(): void {
    this.index = new ClusterIndex(this.content.markers.filter(({ id }) => id !== this.selectedId));
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
    const selected = this.content.markers.filter(({ id }) => id === this.selectedId);
    this.markers.show(
      { ...visible, markers: [...visible.markers, ...selected] },
      ({ id, point }) => this.glide.at(id, now) ?? point,
      this.selectedId,
    );
  }

  private drawLines(): void {
    const now = performance.now();
    this.lines.show(this.content.lines, (id) => this.glide.at(id, now), this.selectedId);
  }

  /** One frame; false when everybody has arrived. */
  private moveOn(): boolean {
    const now = performance.now();
    const moving = this.glide.moving(now);
    for (const id of moving) {
      this.markers.move(id, this.glide.at(id, now)!);
    }
    this.lines.follow(new Set(moving), (id) => this.glide.at(id, now));
    return moving.length > 0;
  }
}
