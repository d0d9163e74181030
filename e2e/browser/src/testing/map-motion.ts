import type { Locator } from 'playwright-core';

/** How long a map is watched before it counts as standing still, in ms: longer than it takes to begin to move. */
const WATCHED_MS = 500;

/** Waits until a map stands still: what it has drawn is where it was a moment ago, and no zoom is under way. */
export async function untilStill(map: Locator): Promise<void> {
  let before: string | undefined;
  for (let now = await drawn(map); now !== before; now = await drawn(map)) {
    before = now;
    await map.page().waitForTimeout(WATCHED_MS);
  }
}

/** Where a map has drawn what; never twice the same while it zooms. */
function drawn(map: Locator): Promise<string> {
  return map.evaluate((element) => {
    if (element.querySelector('.leaflet-zoom-anim')) {
      return String(performance.now());
    }
    const parts = element.querySelectorAll('.leaflet-map-pane, .leaflet-marker-icon');
    const boxes = Array.from(parts, (part) => {
      const { x, y } = part.getBoundingClientRect();
      return `${x} ${y}`;
    });
    return boxes.join();
  });
}
