import { DivIcon, LatLng, Marker } from 'leaflet';
import type { GraticuleLine } from '../geometry/graticule';
import type { Bounds } from '../geometry/point';

/** Creates the degree label of a line at the left or upper edge of the view. */
export function edgeLabel({ axis, degrees, text }: GraticuleLine, view: Bounds): Marker {
  const position = axis === 'latitude' ? new LatLng(degrees, view.west) : new LatLng(view.north, degrees);
  return new Marker(position, {
    interactive: false,
    keyboard: false,
    pane: 'map-graticule',
    icon: new DivIcon({
      className: `map-edge-label map-edge-label-${axis}`,
      html: `<span aria-hidden="true">${text}</span>`,
      iconSize: [0, 0],
    }),
  });
}
