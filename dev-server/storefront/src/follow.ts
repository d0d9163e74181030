/** Milliseconds between two looks. */
const PAUSE_MS = 3_000;

/**
 * Looks again and again, but not while nobody sees the page.
 *
 * @param look resolves to whether there is more to come
 */
export async function follow(look: () => Promise<boolean>): Promise<void> {
  while (await look()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await untilSeen();
  }
}

function untilSeen(): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden) {
      resolve();
      return;
    }
    const seen = () => {
      if (!document.hidden) {
        document.removeEventListener('visibilitychange', seen);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', seen);
  });
}
