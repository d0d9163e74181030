import type { TooltipOptions } from 'leaflet';

/** A name that is always shown, beside its marker. */
export const NAME_TOOLTIP: TooltipOptions = {
  direction: 'right',
  offset: [14, 0],
  permanent: true,
  pane: 'shadowPane',
  className: 'map-name',
};

/** An element with a text, which Leaflet would otherwise use as HTML. */
export function asText(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}
