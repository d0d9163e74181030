/**
 * Registers the service worker, which makes the app start without a network. A new version takes over at once; the page
 * loads it the next time it is hidden, so that no input is lost.
 */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const isUpdate = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isUpdate) {
      document.addEventListener('visibilitychange', () => location.reload(), { once: true });
    }
  });
  // Private windows may refuse it.
  void navigator.serviceWorker.register('sw.js').catch(() => undefined);
  if (!isUpdate) {
    // The service worker stores the configuration when it sees the request.
    navigator.serviceWorker.addEventListener('controllerchange', () => void fetch('config.json'), {
      once: true,
    });
  }
}
