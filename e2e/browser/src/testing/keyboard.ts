import type { ElementHandle, Locator, Page } from 'playwright-core';

/** Maximum number of Tab presses. */
const MAX_PRESSES = 120;

/** Presses Tab until an element has the focus, and checks that the focus is visible. */
export async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  let node = await find(element);
  for (let presses = 0; presses < MAX_PRESSES; presses += 1) {
    const { focused, replaced } = await node.evaluate((found) => ({
      focused: found === document.activeElement,
      replaced: !found.isConnected,
    }));
    if (focused) {
      await assertFocusVisible(element.first());
      return;
    }
    if (replaced) {
      node = await find(element);
    } else {
      await page.keyboard.press(key);
    }
  }
  throw new Error(`${String(element)} has no focus after ${MAX_PRESSES} Tab presses`);
}

/** Resolves an element once, because a search by role takes longer than a key press. */
async function find(element: Locator): Promise<ElementHandle<Element>> {
  return (await element.first().elementHandle()) as ElementHandle<Element>;
}

/** Moves the focus to an element with Tab and presses a key on it. */
export async function press(page: Page, element: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, element);
  await page.keyboard.press(key);
}

/** Waits until an element has the focus. Some dialogs return the focus only after an animation. */
export async function untilFocused(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor();
}

/** Waits until any element has the focus, for example after the focused element was removed. */
export async function untilAnyFocus(page: Page): Promise<void> {
  await page.locator(':focus').waitFor();
}

/** Returns the interactive elements without an accessible name, as lines of an ARIA snapshot. */
export async function unnamed(part: Locator): Promise<string[]> {
  const snapshot = await part.ariaSnapshot();
  const interactive =
    /^\s*- (button|link|textbox|searchbox|combobox|checkbox|switch|tab|menuitem|option|application|dialog)( \[.*\])?:?$/;
  return snapshot.split('\n').filter((line) => interactive.test(line));
}

/** Throws if the element, its parent and its children look the same with and without the focus. */
async function assertFocusVisible(element: Locator): Promise<void> {
  const visible = await element.evaluate((node: HTMLElement) => {
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
  if (!visible) {
    throw new Error(`The focus of ${String(element)} is not visible`);
  }
}
