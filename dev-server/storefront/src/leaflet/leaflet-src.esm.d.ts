/** Leaflet, served beside the compiled scripts, as the page's policy allows no import map. */
export * from 'leaflet';
