import { useState } from 'react';
import { useInterval } from '../../live/use-interval';

/** Whole seconds until a time, by the clock of this computer; at least 0. Renders every second. */
export function useRemainingSeconds(endsAt: string): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(1_000, () => setNow(Date.now()));
  return Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1_000));
}
