import type { MapLayer } from './map-layers';

/** The colours of the map's markers. */
const COLOURS: Record<MapLayer, string> = {
  free: 'var(--map-free)',
  busy: 'var(--map-busy)',
  waiting: 'var(--map-waiting)',
  stores: 'var(--map-store)',
};

export function StateDot({ tone }: { tone: MapLayer }) {
  return (
    <span aria-hidden className="size-2.5 shrink-0 rounded-full" style={{ background: COLOURS[tone] }} />
  );
}
