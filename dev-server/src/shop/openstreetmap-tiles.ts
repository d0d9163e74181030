import type { MapTiles } from '@driver-dispatch/contract';

/**
 * Tiles of the OpenStreetMap Foundation, for trying the shop. Its tile usage policy allows light use with attribution, a
 * referrer and the browser's cache, and forbids downloading areas in advance. A shop uses a tile server of its own or pays
 * for one.
 */
export const OPENSTREETMAP_TILES: MapTiles = {
  url: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png',
  attribution: '© OpenStreetMap contributors',
  attributionUrl: 'https://www.openstreetmap.org/copyright',
  maxZoom: 19,
};
