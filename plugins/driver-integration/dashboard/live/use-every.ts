import { useEffect, useEffectEvent } from 'react';

/** Does something again and again, but not while the tab is hidden. */
export function useEvery(milliseconds: number, work: () => void): void {
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
