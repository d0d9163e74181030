import type { MapTiles } from './map-tiles';

/** The attribution as the HTML that Leaflet takes: escaped text, with a link where there is an address. */
export function attributionHtml({ attribution, attributionUrl }: MapTiles): string | undefined {
  if (!attribution) {
    return undefined;
  }
  const element = document.createElement(attributionUrl ? 'a' : 'span');
  element.textContent = attribution;
  if (attributionUrl) {
    element.setAttribute('href', attributionUrl);
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noreferrer');
  }
  return element.outerHTML;
}
