import type { Point } from '../geometry/point';

/** What is below the markers. */
export interface Background {
  /** Takes in that there is something at the points. */
  cover: (points: readonly Point[]) => void;
  remove: () => void;
}
