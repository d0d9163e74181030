/** Keeps the screen on until the returned function is called. Without support by the browser it does nothing. */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  const request = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) {
      return;
    }
    // The browser refuses, such as with an empty battery.
    const granted = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (ended) {
      await granted?.release();
    } else {
      lock = granted;
    }
  };
  // The browser releases the lock when the app is hidden.
  const onVisible = () => void request();
  document.addEventListener('visibilitychange', onVisible);
  void request();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
