import type { Point } from '../geometry/point';

/** What a colour says; the stylesheet has one of the dashboard's tokens for each. */
export type MapTone = 'free' | 'busy' | 'waiting' | 'place' | 'goal';

/** What is drawn in a marker. */
export type MapGlyph = 'driver' | 'store' | 'door';

export interface MapMarker {
  /** Unique among all markers. */
  id: string;
  /** Markers of one group that are close to each other become one, with their number. */
  group: string;
  point: Point;
  /** What it is called, for people who point at it and for screen readers. */
  label: string;
  tone: MapTone;
  glyph: MapGlyph;
  /** Left out where it would be part of a cluster: what matters from close by only. */
  quiet?: boolean;
}

export interface MapLine {
  id: string;
  /** Two at least. */
  points: readonly Point[];
  /** The marker that the line begins at and moves with. */
  from?: string;
  /** The markers with which the line stands out. */
  of?: readonly string[];
  tone: MapTone;
  /** The way that is yet to come. */
  dashed?: boolean;
}

export interface MapContent {
  markers: readonly MapMarker[];
  lines: readonly MapLine[];
}
