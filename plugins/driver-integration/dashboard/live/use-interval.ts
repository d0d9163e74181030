import { useEffect, useEffectEvent } from 'react';

/** Runs a function periodically while the tab is visible. */
export function useInterval(milliseconds: number, work: () => void): void {
  const doWork = useEffectEvent(work);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        doWork();
      }
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
