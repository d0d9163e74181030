import type { Map as LeafletMap } from 'leaflet';

/** Classes that Leaflet gives to the map's pane during an animation. */
const ZOOM = 'leaflet-zoom-anim';
const PAN = 'leaflet-pan-anim';

/** Whether the view moves to another place or zoom. */
export function isAnimated(map: LeafletMap): boolean {
  const classes = map.getPane('mapPane')!.classList;
  return classes.contains(ZOOM) || classes.contains(PAN);
}

/** Changes the view after the current zoom animation: Leaflet ignores a change during one. */
export function afterZoomAnimation(map: LeafletMap, change: () => void): void {
  if (map.getPane('mapPane')!.classList.contains(ZOOM)) {
    map.once('zoomend', change);
  } else {
    change();
  }
}
