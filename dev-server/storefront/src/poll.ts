/** Interval between two requests, in milliseconds. */
const INTERVAL_MS = 3_000;

/**
 * Repeats a request while the page is visible.
 *
 * @param request resolves to whether to continue
 */
export async function poll(request: () => Promise<boolean>): Promise<void> {
  while (await request()) {
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    await untilVisible();
  }
}

function untilVisible(): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden) {
      resolve();
      return;
    }
    const onChange = () => {
      if (!document.hidden) {
        document.removeEventListener('visibilitychange', onChange);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', onChange);
  });
}
