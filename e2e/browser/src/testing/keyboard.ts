import type { ElementHandle, Locator, Page } from 'playwright-core';

/** How many times somebody presses Tab before giving up. */
const TIMEOUT = 120;

/** Goes on with Tab until an element has the focus, which has to be seen there. */
export async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  let node = await find(element);
  for (let presses = 0; presses < TIMEOUT; presses += 1) {
    const { focused, replaced } = await node.evaluate((found) => ({
      focused: found === document.activeElement,
      replaced: !found.isConnected,
    }));
    if (focused) {
      await assertFocusIsSeen(element.first());
      return;
    }
    if (replaced) {
      node = await find(element);
    } else {
      await page.keyboard.press(key);
    }
  }
  throw new Error(`${TIMEOUT} times Tab do not lead to ${String(element)}`);
}

/** Finds an element once: to find it by its role anew after each key costs more than the key. */
async function find(element: Locator): Promise<ElementHandle<Element>> {
  return (await element.first().elementHandle()) as ElementHandle<Element>;
}

/** Goes to an element with Tab, and presses it. */
export async function press(page: Page, element: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, element);
  await page.keyboard.press(key);
}

/** Waits until an element has the focus: some give it back with the end of an animation. */
export async function untilFocused(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor();
}

/** Waits until anything has the focus: it is not lost with what has gone. */
export async function untilNotLost(page: Page): Promise<void> {
  await page.locator(':focus').waitFor();
}

/** What may be pressed or filled in and has no name, as a screen reader would have it; none of a good part of a page. */
export async function unnamed(part: Locator): Promise<string[]> {
  const snapshot = await part.ariaSnapshot();
  const interactive =
    /^\s*- (button|link|textbox|searchbox|combobox|checkbox|switch|tab|menuitem|option|application|dialog)( \[.*\])?:?$/;
  return snapshot.split('\n').filter((line) => interactive.test(line));
}

/** Throws where an element looks the same with the focus and without, as what is around and in it does. */
async function assertFocusIsSeen(element: Locator): Promise<void> {
  const seen = await element.evaluate((node: HTMLElement) => {
    const still = document.createElement('style');
    still.textContent = '*, *::before, *::after { transition: none !important; }';
    document.head.append(still);
    const look = () =>
      [node, node.parentElement!, ...Array.from(node.children)]
        .map((each) => getComputedStyle(each))
        .map(({ outline, boxShadow, borderColor, backgroundColor }) =>
          [outline, boxShadow, borderColor, backgroundColor].join(),
        )
        .join();
    const withFocus = look();
    node.blur();
    const without = look();
    node.focus();
    still.remove();
    return withFocus !== without;
  });
  if (!seen) {
    throw new Error(`Nothing shows that ${String(element)} has the focus`);
  }
}
