import { DivIcon } from 'leaflet';
import type { MarkerCluster } from '../clustering/cluster-index';
import { createRing } from '../clustering/ring';
import type { MapMarker } from '../map/map-content';
import { glyph } from './glyphs';

/** Sizes in pixels. */
const SIZE = { marker: 28, small: 22, selected: 34, cluster: 36, largeCluster: 44 };

const LARGE = 100;

export function markerIcon(
  { tone, glyph: name, target = false }: Pick<MapMarker, 'tone' | 'glyph' | 'target'>,
  selected: boolean,
): DivIcon {
  const className = [
    `map-marker map-marker-${name} map-tone-${tone}`,
    ...(selected ? ['map-selected'] : []),
    ...(target ? ['map-target'] : []),
  ].join(' ');
  const size = selected ? SIZE.selected : name === 'dropoff' ? SIZE.small : SIZE.marker;
  return new DivIcon({ className, iconSize: [size, size], html: glyph(name) });
}

export function clusterIcon({ count, tones }: MarkerCluster): DivIcon {
  const ring = document.createElement('span');
  // A content security policy may forbid style attributes in HTML, but not this property.
  ring.style.background = createRing(tones);
  ring.append(Object.assign(document.createElement('b'), { textContent: String(count) }));
  const size = count < LARGE ? SIZE.cluster : SIZE.largeCluster;
  return new DivIcon({
    className: 'map-cluster',
    iconSize: [size, size],
    html: ring,
  });
}
