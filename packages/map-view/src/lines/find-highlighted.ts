import type { MapLine } from '../map/map-content';

/** Returns the ids of the selected marker and of the other markers of its lines. */
export function findHighlighted(
  lines: readonly Pick<MapLine, 'of'>[],
  selectedId: string | undefined,
): ReadonlySet<string> {
  return selectedId === undefined
    ? new Set()
    : new Set([selectedId, ...lines.flatMap(({ of = [] }) => (of.includes(selectedId) ? of : []))]);
}
