import type { Point } from '../geometry/point';

/** The layer below the markers. */
export interface Background {
  /** Extends the drawn area to the points. */
  cover: (points: readonly Point[]) => void;
  remove: () => void;
}
