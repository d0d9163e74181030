import type { Page } from 'playwright-core';
import { once } from './once';

/** Waits until the title of the browser tab matches. */
export async function untilTitle(page: Page, title: RegExp): Promise<void> {
  await once(
    () => page.title(),
    (current) => title.test(current),
  );
  expect(await page.title()).toMatch(title);
}
