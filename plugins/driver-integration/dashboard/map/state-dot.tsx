import type { MapLayer } from './map-layers';

/** The colours of the map's markers: layers, drop-offs of deliveries with a driver, and urgent ones. */
const COLOURS: Record<MapLayer | 'dropoff' | 'late', string> = {
  free: 'var(--map-free)',
  busy: 'var(--map-busy)',
  waiting: 'var(--map-waiting)',
  stores: 'var(--map-store)',
  dropoff: 'var(--map-dropoff)',
  late: 'var(--map-late)',
};

export function StateDot({ tone }: { tone: keyof typeof COLOURS }) {
  return (
    <span aria-hidden className="size-2.5 shrink-0 rounded-full" style={{ background: COLOURS[tone] }} />
  );
}
