import type { MapTone } from '../map/map-content';

/** Returns the ring of a cluster as a CSS conic gradient, with a share for each tone. */
export function createRing(tones: Partial<Record<MapTone, number>>): string {
  const parts = Object.entries(tones).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = parts.reduce((before, [, count]) => before + count, 0);
  let sum = 0;
  const stops = parts.map(([tone, count]) => {
    const from = percent(sum, total);
    sum += count;
    return `var(--map-${tone}) ${from} ${percent(sum, total)}`;
  });
  return `conic-gradient(${stops.join(', ')})`;
}

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)}%`;
