import { useEffect, useSyncExternalStore } from 'react';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Whether the device is in dark mode. Sets the class that the colours of maps depend on. */
export function useDark(): boolean {
  const dark = useSyncExternalStore(
    (listener) => {
      DARK.addEventListener('change', listener);
      return () => DARK.removeEventListener('change', listener);
    },
    () => DARK.matches,
  );
  useEffect(() => {
    document.documentElement.classList.toggle('dark', dark);
  }, [dark]);
  return dark;
}
