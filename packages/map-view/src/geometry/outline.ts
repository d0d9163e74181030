import type { Point } from './point';

/**
 * Returns the convex hull of points, counter-clockwise, with Andrew's monotone chain (1979) in O(n log n). Returns an empty
 * array for fewer than three points or points on one line.
 */
export function computeOutline(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.lon - b.lon || a.lat - b.lat);
  const lower = chain(sorted);
  const upper = chain(sorted.reverse());
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  return hull.length >= 3 ? hull : [];
}

/** Returns one side of the hull. A point that does not turn the chain left removes the point before it. */
function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length >= 2 && !turnsLeft(kept[kept.length - 2]!, kept[kept.length - 1]!, point)) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

function turnsLeft(a: Point, b: Point, c: Point): boolean {
  return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon) > 0;
}
