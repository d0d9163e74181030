import { Control, DomEvent, DomUtil, Map as LeafletMap, type MapOptions } from 'leaflet';
import type { MapLabels } from './map-labels';
import { afterZoomAnimation } from './view-animation';

const MAX_ZOOM = 19;

const FRAME = 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5';

/** Creates an empty map of the world with controls and a scale. */
export function newMap(
  container: HTMLElement,
  labels: Omit<MapLabels, 'cluster'>,
  showAll: () => void,
  options: MapOptions = {},
): LeafletMap {
  const map = new LeafletMap(container, {
    center: [30, 10],
    zoom: 2,
    minZoom: 1,
    maxZoom: MAX_ZOOM,
    zoomControl: false,
    worldCopyJump: false,
    ...options,
  });
  map.attributionControl.setPrefix(false);
  new Control.Zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(map);
  showAllControl(labels.showAll, () => afterZoomAnimation(map, showAll)).addTo(map);
  new Control.Scale({ imperial: false }).addTo(map);
  container.setAttribute('role', 'application');
  container.setAttribute('aria-label', labels.map);
  return map;
}

/** Removes a map. Leaflet fires the `moveend` of a resize also after the removal, when listeners would fail. */
export function removeMap(map: LeafletMap): void {
  map.remove();
  map.off();
}

function showAllControl(label: string, onClick: () => void): Control {
  const control = new Control({ position: 'topleft' });
  control.onAdd = () => {
    const bar = DomUtil.create('div', 'leaflet-bar');
    const button = DomUtil.create('button', 'map-show-all', bar);
    button.type = 'button';
    button.title = label;
    button.setAttribute('aria-label', label);
    button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${FRAME}"/></svg>`;
    DomEvent.disableClickPropagation(bar);
    DomEvent.on(button, 'click', onClick);
    return bar;
  };
  return control;
}
