import { LayerGroup, Polygon, Polyline, SVG, type LatLngExpression, type Map as LeafletMap } from 'leaflet';
import { boundsFrom, latLng } from '../geometry/lat-lng';
import { createGraticule, type GraticuleLine } from '../geometry/graticule';
import { computeOutline } from '../geometry/outline';
import type { Bounds, Point } from '../geometry/point';
import type { Background } from './background';
import { edgeLabel } from './edge-label';

/** Lines are drawn up to this share of the view beyond its edges, so that they are present when the view moves. */
const MARGIN = 0.5;

const OUTLINE_PANE = 'map-outline';
const GRATICULE_PANE = 'map-graticule';

/** Draws a background without tiles: parallels and meridians with their degrees, and the area of all markers so far. */
export function drawPlain(map: LeafletMap): Background {
  const group = new LayerGroup().addTo(map);
  const lines = new LayerGroup().addTo(group);
  const graticule = new SVG({ pane: ensurePane(map, GRATICULE_PANE, '210'), padding: MARGIN });
  const area = new Polygon([], {
    pane: ensurePane(map, OUTLINE_PANE, '205'),
    className: 'map-outline',
    interactive: false,
    renderer: new SVG({ pane: OUTLINE_PANE }),
  }).addTo(group);
  let outline: Point[] = [];

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
      edgeLabel(line, view).addTo(lines);
    }
  };
  map.on('moveend resize', drawLines);
  drawLines();

  return {
    cover: (points) => {
      outline = computeOutline([...outline, ...points]);
      area.setLatLngs(outline.map(latLng));
    },
    remove: () => {
      map.off('moveend resize', drawLines);
      group.remove();
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
