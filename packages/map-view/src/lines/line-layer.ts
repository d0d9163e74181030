import { Canvas, Polyline, type Map as LeafletMap, type PolylineOptions } from 'leaflet';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapLine, MapTone } from '../map/map-content';

const WIDTH = { usual: 2.5, selected: 5 };

/** Up to how many lines each is as strong as it gets; more of them share what is left. */
const FEW = 60;
const OPACITY = { most: 0.6, least: 0.12 };

/** Up to how many lines glide with their markers; among more of them nobody sees that they jump. */
const GLIDING = 150;

/** All lines on one canvas: they are many, and nobody points at one. */
export class LineLayer {
  private drawn = new Map<string, { line: MapLine; shape: Polyline }>();
  /** A canvas knows no variables of the stylesheet. */
  private colours: CSSStyleDeclaration | undefined;
  private readonly renderer = new Canvas({ padding: 0.3 });

  constructor(private readonly map: LeafletMap) {}

  /** @param selectedId whose lines stand out */
  show(
    lines: readonly MapLine[],
    placeOf: (markerId: string) => Point | undefined,
    selectedId?: string,
  ): void {
    const kept = new Map<string, { line: MapLine; shape: Polyline }>();
    this.colours = getComputedStyle(this.map.getContainer());
    const opacity = Math.max(OPACITY.least, OPACITY.most * Math.min(1, FEW / lines.length));
    for (const line of lines) {
      const shape = this.drawn.get(line.id)?.shape ?? this.newShape();
      const selected = selectedId !== undefined && line.of?.includes(selectedId);
      shape.setStyle(selected ? this.selectedStyle(line) : { ...this.styleOf(line), opacity });
      shape.setLatLngs(pathOf(line, placeOf));
      kept.set(line.id, { line, shape });
    }
    for (const [id, { shape }] of this.drawn) {
      if (!kept.has(id)) {
        shape.remove();
      }
    }
    this.drawn = kept;
  }

  /** Draws the lines anew that begin at one of the markers. */
  follow(markerIds: ReadonlySet<string>, placeOf: (markerId: string) => Point | undefined): void {
    if (this.drawn.size > GLIDING) {
      return;
    }
    for (const { line, shape } of this.drawn.values()) {
      if (line.from !== undefined && markerIds.has(line.from)) {
        shape.setLatLngs(pathOf(line, placeOf));
      }
    }
  }

  private newShape(): Polyline {
    return new Polyline([], { renderer: this.renderer, interactive: false }).addTo(this.map);
  }

  private styleOf({ tone, dashed }: MapLine): PolylineOptions {
    return { color: this.colourOf(tone), weight: WIDTH.usual, dashArray: dashed ? '2 8' : undefined };
  }

  private selectedStyle(line: MapLine): PolylineOptions {
    return { ...this.styleOf(line), weight: WIDTH.selected, opacity: 1 };
  }

  private colourOf(tone: MapTone): string | undefined {
    return this.colours?.getPropertyValue(`--map-${tone}`).trim();
  }
}

function pathOf({ points, from }: MapLine, placeOf: (markerId: string) => Point | undefined) {
  const [first, ...rest] = points;
  const start = (from !== undefined && placeOf(from)) || first;
  return start ? [start, ...rest].map(latLng) : [];
}
