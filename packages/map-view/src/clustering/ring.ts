import type { MapTone } from '../map/map-content';

/** The ring around a cluster, a share for each colour: a CSS gradient of the stylesheet's tones. */
export function ringOf(tones: Partial<Record<MapTone, number>>): string {
  const parts = Object.entries(tones).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  let reached = 0;
  const stops = parts.map(([tone, count]) => {
    const from = percent(reached, total);
    reached += count;
    return `var(--map-${tone}) ${from} ${percent(reached, total)}`;
  });
  return `conic-gradient(${stops.join(', ')})`;
}

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)}%`;
