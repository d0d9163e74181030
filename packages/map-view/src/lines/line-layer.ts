import { Canvas, Polyline, type Map as LeafletMap } from 'leaflet';
import { latLng } from '../geometry/lat-lng';
import type { Point } from '../geometry/point';
import type { MapLine, MapTone } from '../map/map-content';
import { getLineStyle } from './line-style';

/** Maximum number of lines that are animated with their markers. */
const MAX_ANIMATED_LINES = 150;

/** Draws all lines on one canvas, because there are many and they are not interactive. */
export class LineLayer {
  private drawn = new Map<string, { line: MapLine; shape: Polyline }>();
  /** Resolves the CSS variables, which a canvas does not support. */
  private colours: CSSStyleDeclaration | undefined;
  private readonly renderer = new Canvas({ padding: 0.3 });

  constructor(private readonly map: LeafletMap) {}

  /** @param selectedId the marker whose lines are highlighted */
  show(
    lines: readonly MapLine[],
    pointOf: (markerId: string) => Point | undefined,
    selectedId?: string,
  ): void {
    const kept = new Map<string, { line: MapLine; shape: Polyline }>();
    this.colours = getComputedStyle(this.map.getContainer());
    for (const line of lines) {
      const shape = this.drawn.get(line.id)?.shape ?? this.newShape();
      shape.setStyle({
        color: this.colourOf(line.tone),
        dashArray: line.dashed ? '2 8' : undefined,
        ...getLineStyle(line, lines.length, selectedId),
      });
      shape.setLatLngs(getPath(line, pointOf));
      kept.set(line.id, { line, shape });
    }
    for (const [id, { shape }] of this.drawn) {
      if (!kept.has(id)) {
        shape.remove();
      }
    }
    this.drawn = kept;
  }

  /** Redraws the lines that start at one of the markers. */
  follow(markerIds: ReadonlySet<string>, pointOf: (markerId: string) => Point | undefined): void {
    if (this.drawn.size > MAX_ANIMATED_LINES) {
      return;
    }
    for (const { line, shape } of this.drawn.values()) {
      if (line.from !== undefined && markerIds.has(line.from)) {
        shape.setLatLngs(getPath(line, pointOf));
      }
    }
  }

  private newShape(): Polyline {
    return new Polyline([], { renderer: this.renderer, interactive: false }).addTo(this.map);
  }

  private colourOf(tone: MapTone): string | undefined {
    return this.colours?.getPropertyValue(`--map-${tone}`).trim();
  }
}

function getPath({ points, from }: MapLine, pointOf: (markerId: string) => Point | undefined) {
  const [first, ...rest] = points;
  const start = (from !== undefined && pointOf(from)) || first;
  return start ? [start, ...rest].map(latLng) : [];
}
