/** Minimum time between two searches for a new version, in ms. */
const UPDATE_PERIOD_MS = 3_600_000;

/**
 * Registers the service worker, which makes the app start without a network. A new version takes over at once; the page
 * loads it the next time it is hidden, so that no input is lost.
 *
 * @param isEntering whether the driver enters something. The camera hides the page, too.
 */
export function registerServiceWorker(isEntering: () => boolean): void {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const { serviceWorker } = navigator;
  const isUpdate = serviceWorker.controller !== null;
  let isOutdated = false;
  let checkedAt = Date.now();
  serviceWorker.addEventListener('controllerchange', () => (isOutdated = isUpdate));
  // Private windows may refuse it.
  const registered = serviceWorker.register('sw.js').catch(() => undefined);
  const update = async () => (await registered)?.update().catch(() => undefined);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      if (isOutdated && !isEntering()) {
        location.reload();
      }
    } else if (Date.now() - checkedAt >= UPDATE_PERIOD_MS) {
      checkedAt = Date.now();
      void update();
    }
  });
}
