import type { Locator } from 'playwright-core';

/** Waits until no zoom or pan animation runs. A requested animation starts in the next frame. */
export function untilStill(map: Locator): Promise<void> {
  return map.evaluate(async (element) => {
    const frame = () => new Promise((shown) => requestAnimationFrame(shown));
    await frame();
    do {
      await frame();
    } while (element.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim'));
  });
}

/** Zooms a map out, clicks the map during the animation, and then presses one of its buttons. */
export function clickDuringZoom(
  map: Locator,
  position: { x: number; y: number },
  button: string,
): Promise<void> {
  return map.evaluate(
    async (element, [{ x, y }, label]) => {
      element.querySelector<HTMLElement>('.leaflet-control-zoom-out')!.click();
      while (!element.querySelector('.leaflet-zoom-anim')) {
        await new Promise((shown) => requestAnimationFrame(shown));
      }
      const { left, top } = element.getBoundingClientRect();
      const at = { bubbles: true, clientX: left + x, clientY: top + y };
      for (const type of ['mousedown', 'mouseup', 'click']) {
        element.dispatchEvent(new MouseEvent(type, at));
      }
      element.querySelector<HTMLElement>(`[aria-label="${label}"]`)!.click();
    },
    [position, button] as const,
  );
}
