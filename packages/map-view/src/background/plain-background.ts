import { LayerGroup, Polyline, SVG, type LatLngExpression, type Map as LeafletMap } from 'leaflet';
import { boundsFrom } from '../geometry/lat-lng';
import { createGraticule, type GraticuleLine } from '../geometry/graticule';
import type { Bounds } from '../geometry/point';
import type { Background } from './background';
import { edgeLabel, hasRoom } from './edge-label';

/** Lines are drawn up to this share of the view beyond its edges, so that they are present when the view moves. */
const MARGIN = 0.5;

const GRATICULE_PANE = 'map-graticule';

/** Draws a background without tiles: parallels and meridians with their degrees. */
export function drawPlain(map: LeafletMap): Background {
  const lines = new LayerGroup().addTo(map);
  const graticule = new SVG({ pane: ensurePane(map, GRATICULE_PANE, '210'), padding: MARGIN });
  const drawLines = () => {
    lines.clearLayers();
    const view = getView(map, 0);
    for (const line of createGraticule(getView(map, MARGIN), 6)) {
      new Polyline(getPath(line, getView(map, MARGIN)), {
        renderer: graticule,
        pane: GRATICULE_PANE,
        className: 'map-graticule',
        interactive: false,
      }).addTo(lines);
      const label = edgeLabel(line, view);
      const { x: width, y: height } = map.getSize();
      const { x, y } = map.latLngToContainerPoint(label.getLatLng());
      if (hasRoom(line.axis, { width, height, x, y })) {
        label.addTo(lines);
      }
    }
  };
  map.on('moveend resize', drawLines);
  drawLines();

  return {
    remove: () => {
      map.off('moveend resize', drawLines);
      lines.remove();
    },
  };
}

function ensurePane(map: LeafletMap, name: string, zIndex: string): string {
  const pane = map.getPane(name) ?? map.createPane(name);
  pane.style.zIndex = zIndex;
  return name;
}

function getView(map: LeafletMap, margin: number): Bounds {
  return boundsFrom(map.getBounds().pad(margin));
}

function getPath({ axis, degrees }: GraticuleLine, { south, west, north, east }: Bounds): LatLngExpression[] {
  return axis === 'latitude'
    ? [
        [degrees, west],
        [degrees, east],
      ]
    : [
        [south, degrees],
        [north, degrees],
      ];
}
