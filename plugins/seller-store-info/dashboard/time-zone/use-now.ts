import { useEffect, useState } from 'react';

/** Milliseconds; what is shown is exact to the minute. */
const EVERY = 10_000;

/** The time, as it goes on. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return now;
}
