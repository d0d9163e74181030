import type { Point } from '../geometry/point';

/** Meaning of a colour. The stylesheet maps each tone to a colour of the dashboard. */
export type MapTone = 'free' | 'busy' | 'waiting' | 'late' | 'store' | 'dropoff';

/** Icon of a marker. */
export type MapGlyph = 'driver' | 'store' | 'dropoff';

export interface MapMarker {
  id: string;
  /** Only markers of the same group are clustered. */
  group: string;
  point: Point;
  /** Tooltip and accessible name. */
  label: string;
  /** Shown beside the marker, instead of the tooltip. */
  name?: string;
  tone: MapTone;
  glyph: MapGlyph;
  /** Hidden if it would be part of a cluster of quiet markers. */
  quiet?: boolean;
  /** Whether the user can drag it onto a marker with `target`. It then moves back. */
  draggable?: boolean;
  /** Accepts dragged markers. */
  target?: boolean;
}

export interface MapLine {
  id: string;
  /** At least two points. */
  points: readonly Point[];
  /** Id of the marker at the start of the line. The line follows it. */
  from?: string;
  /** Ids of the markers that highlight the line when they are selected. */
  of?: readonly string[];
  /** Drawn fully among many lines too. */
  urgent?: boolean;
  tone: MapTone;
  dashed?: boolean;
}

export interface MapContent {
  markers: readonly MapMarker[];
  lines: readonly MapLine[];
}
