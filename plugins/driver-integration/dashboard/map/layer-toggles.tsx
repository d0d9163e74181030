import { Trans, useLingui } from '@lingui/react/macro';
import { Toggle } from '@vendure/dashboard';
import type { ReactNode } from 'react';
import type { Fleet, MapPlace } from './fleet-queries';
import { isWaiting } from './map-content';
import { layerOfDriver, type MapLayer } from './map-layers';
import { StateDot } from './state-dot';

interface LayerTogglesProps {
  fleet: Pick<Fleet, 'drivers' | 'deliveries'>;
  places: readonly MapPlace[];
  shown: ReadonlySet<MapLayer>;
  onChange: (shown: ReadonlySet<MapLayer>) => void;
}

/** Legend of the map: each layer with its count, as a toggle, and the colours of drop-offs. */
export function LayerToggles({ fleet, places, shown, onChange }: LayerTogglesProps) {
  const { t } = useLingui();
  const free = fleet.drivers.filter((driver) => layerOfDriver(driver) === 'free').length;
  const layers: [MapLayer, ReactNode, number][] = [
    ['free', <Trans key="free">Available drivers</Trans>, free],
    ['busy', <Trans key="busy">Busy drivers</Trans>, fleet.drivers.length - free],
    ['waiting', <Trans key="waiting">Waiting deliveries</Trans>, fleet.deliveries.filter(isWaiting).length],
    ['stores', <Trans key="stores">Stores</Trans>, places.length],
  ];
  return (
    <div role="group" aria-label={t`Map layers`} className="flex flex-wrap gap-2">
      {layers.map(([layer, name, count]) => (
        <Toggle
          key={layer}
          variant="outline"
          size="sm"
          pressed={shown.has(layer)}
          onPressedChange={(pressed) => onChange(withLayer(shown, layer, pressed))}
          className={shown.has(layer) ? '' : 'opacity-50'}
        >
          <StateDot tone={layer} />
          {name}
          <span className="tabular-nums text-muted-foreground">{count}</span>
        </Toggle>
      ))}
      <span className="flex items-center gap-1 px-1 text-sm">
        <StateDot tone="dropoff" />
        <Trans>Drop-off</Trans>
      </span>
      <span className="flex items-center gap-1 px-1 text-sm">
        <StateDot tone="late" />
        <Trans>Late or with an alert</Trans>
      </span>
    </div>
  );
}

function withLayer(shown: ReadonlySet<MapLayer>, layer: MapLayer, present: boolean): ReadonlySet<MapLayer> {
  const changed = new Set(shown);
  changed[present ? 'add' : 'delete'](layer);
  return changed;
}
