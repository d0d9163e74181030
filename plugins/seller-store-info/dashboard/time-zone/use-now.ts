import { useEffect, useState } from 'react';

/** Update interval. Displayed times have minute precision. */
const INTERVAL_MS = 10_000;

/** Returns the current time, updated periodically. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
