import type { Locator } from 'playwright-core';

type Counted = HTMLElement & { addedMarkers: number };

/**
 * Counts how many markers a map draws anew.
 *
 * @returns how many markers the map shows, and how many it has added since the last call
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
