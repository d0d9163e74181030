import type { MapGlyph } from '../map/map-content';

/** SVG paths in a 24 by 24 view box, drawn in the text colour. */
const PATHS: Record<MapGlyph, string> = {
  driver: 'M5 19.5 12 4l7 15.5-7-4z',
  store: 'M4 10h16M5 10v10h14V10M4 10l2-6h12l2 6M10 20v-5h4v5',
  dropoff: 'M4 11.5 12 4l8 7.5M6 10v10h12V10M10.5 20v-5h3v5',
};

export function glyph(name: MapGlyph): string {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}
