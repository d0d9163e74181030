import { TileLayer, type Map as LeafletMap } from 'leaflet';
import { attributionHtml } from './attribution';
import type { Background } from './background';
import { drawPlain } from './plain-background';
import type { MapTiles } from './map-tiles';

/** Maximum zoom of most tile servers. */
const TILES_MAX_ZOOM = 19;

/** Draws the tiles of the tile server, or a plain background without one and until the first tile is loaded. */
export function createBackground(map: LeafletMap, tiles: MapTiles | undefined, dark: boolean): Background {
  return tiles ? drawTiles(map, tiles, dark) : drawPlain(map);
}

function drawTiles(map: LeafletMap, tiles: MapTiles, dark: boolean): Background {
  const plain = drawPlain(map);
  const layer = new TileLayer((dark && tiles.darkUrl) || tiles.url, {
    attribution: attributionHtml(tiles),
    maxNativeZoom: tiles.maxZoom ?? TILES_MAX_ZOOM,
    maxZoom: map.getMaxZoom(),
    className: dark && !tiles.darkUrl ? 'map-darkened' : '',
    // Tile servers such as OpenStreetMap's require a referrer. The path of the page stays private.
    referrerPolicy: 'strict-origin',
  });
  layer.once('tileload', () => plain.remove());
  layer.addTo(map);
  return {
    remove: () => {
      layer.remove();
      plain.remove();
    },
  };
}
