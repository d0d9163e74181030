import type { Page } from 'playwright-core';

/** Counts from now on for how long the page was busy at a stretch. */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = window as unknown as { longestTask: number };
    watched.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        watched.longestTask = Math.max(watched.longestTask, duration);
      }
    }).observe({ type: 'longtask' });
  });
}

/** Milliseconds of the longest stretch so far; 0 for none of more than 50. */
export async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { longestTask: number }).longestTask);
}
