import type { Locator } from 'playwright-core';

const SELECTOR = '.leaflet-marker-pane > *';

/** Counts from now on how many markers a map draws anew. */
export async function watchMarkers(map: Locator): Promise<() => Promise<{ shown: number; added: number }>> {
  await map.evaluate((element) => {
    const counted = element as HTMLElement & { addedMarkers: number };
    counted.addedMarkers = 0;
    new MutationObserver((changes) => {
      counted.addedMarkers += changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
    }).observe(element.querySelector('.leaflet-marker-pane')!, { childList: true });
  });
  return () =>
    map.evaluate((element, selector) => {
      const counted = element as HTMLElement & { addedMarkers: number };
      return { shown: element.querySelectorAll(selector).length, added: counted.addedMarkers };
    }, SELECTOR);
}
