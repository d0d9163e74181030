import type { Locator } from 'playwright-core';

type Counted = HTMLElement & { addedMarkers: number };

/**
 * Counts the marker elements that a map adds.
 *
 * @returns a function that returns the number of displayed markers and of those added since its last call
 */
export async function watchMarkers(map: Locator): Promise<() => Promise<{ shown: number; added: number }>> {
  await map.evaluate((element) => {
    const counted = element as Counted;
    counted.addedMarkers = 0;
    new MutationObserver((changes) => {
      counted.addedMarkers += changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
    }).observe(element.querySelector('.leaflet-marker-pane')!, { childList: true });
  });
  return () =>
    map.evaluate((element) => {
      const counted = element as Counted;
      const added = counted.addedMarkers;
      counted.addedMarkers = 0;
      return { shown: element.querySelectorAll('.leaflet-marker-pane > *').length, added };
    });
}
