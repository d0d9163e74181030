import { DivIcon, LatLng, Marker } from 'leaflet';
import type { GraticuleLine } from '../geometry/graticule';
import type { Bounds } from '../geometry/point';

/** Size of the view in pixels, and where a line crosses the edge that has its label. */
interface LabelledEdge {
  width: number;
  height: number;
  x: number;
  y: number;
}

/** Space in pixels of the zoom buttons, of a label, and of the labels at the upper edge and the attribution. */
const ROOM = { buttons: 52, label: 64, row: 32 };

/** Whether the label of a line overlaps neither controls nor other labels and is not cut off. */
export function hasRoom(axis: GraticuleLine['axis'], { width, height, x, y }: LabelledEdge): boolean {
  return axis === 'latitude'
    ? y >= ROOM.row && y <= height - ROOM.row
    : x >= ROOM.buttons && x <= width - ROOM.label;
}

/** Creates the degree label of a line at the right or upper edge of the view. */
export function edgeLabel({ axis, degrees, text }: GraticuleLine, view: Bounds): Marker {
  const position = axis === 'latitude' ? new LatLng(degrees, view.east) : new LatLng(view.north, degrees);
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
