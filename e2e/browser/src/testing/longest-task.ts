import type { Page } from 'playwright-core';

/** Turns of the piece of work that a machine's speed is told by. */
const TURNS = 2_000_000;
const REPEATS = 20;

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

/** Milliseconds that one piece of work takes on this machine now, whatever else it does: of a page that is ready. */
export async function pieceOfWork(page: Page): Promise<number> {
  return page.evaluate(
    async ([turns, repeats]) => {
      let busy = 0;
      for (let i = 0; i < repeats; i += 1) {
        await new Promise((next) => setTimeout(next));
        const started = performance.now();
        let sum = 0;
        for (let turn = 0; turn < turns; turn += 1) {
          sum += Math.sqrt(turn);
        }
        busy += sum > 0 ? performance.now() - started : 0;
      }
      return busy / repeats;
    },
    [TURNS, REPEATS] as const,
  );
}
