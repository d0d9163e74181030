import type { MapTiles } from './map-tiles';

/** Returns the attribution as HTML for Leaflet: escaped text, with a link if there is a URL. */
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
