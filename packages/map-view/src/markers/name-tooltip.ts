import type { TooltipOptions } from 'leaflet';

/** A name that is always shown, beside its marker towards the centre of the map, where it is not cut off. */
export const NAME_TOOLTIP: TooltipOptions = {
  direction: 'auto',
  offset: [14, 0],
  permanent: true,
  pane: 'shadowPane',
  className: 'map-name',
};

/** The name of a driver, below the marker. It does not cover the name of the store where the driver waits. */
export const DRIVER_TOOLTIP: TooltipOptions = { ...NAME_TOOLTIP, direction: 'bottom', offset: [0, 14] };

/** An element with a text, which Leaflet would otherwise use as HTML. */
export function asText(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}
