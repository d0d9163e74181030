import type { Map as LeafletMap } from 'leaflet';

/** Classes of the map pane during an animation by Leaflet. */
const ZOOM = 'leaflet-zoom-anim';
const PAN = 'leaflet-pan-anim';

/** Whether a pan or zoom animation is running. */
export function isAnimated(map: LeafletMap): boolean {
  const classes = map.getPane('mapPane')!.classList;
  return classes.contains(ZOOM) || classes.contains(PAN);
}

/** Changes the view after the current zoom animation, because Leaflet ignores changes during one. */
export function afterZoomAnimation(map: LeafletMap, change: () => void): void {
  if (map.getPane('mapPane')!.classList.contains(ZOOM)) {
    map.once('zoomend', change);
  } else {
    change();
  }
}
