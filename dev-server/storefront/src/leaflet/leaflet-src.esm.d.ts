/** Leaflet as the shop serves it beside the compiled scripts: a page under its policy may have no import map. */
export * from 'leaflet';
