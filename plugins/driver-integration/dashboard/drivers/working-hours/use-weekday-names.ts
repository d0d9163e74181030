import { WEEKDAYS, type WorkingPeriod } from '@driver-dispatch/contract/messages';
import { useDisplayLocale } from '@vendure/dashboard';
import { useMemo } from 'react';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Names of the weekdays in the language of the dashboard. */
export function useWeekdayNames(): Record<WorkingPeriod['weekday'], string> {
  const { bcp47Tag } = useDisplayLocale();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(bcp47Tag, { weekday: 'long', timeZone: 'UTC' });
    const names = WEEKDAYS.map((day, index) => [day, format.format(MONDAY + index * DAY_MS)]);
    return Object.fromEntries(names) as Record<WorkingPeriod['weekday'], string>;
  }, [bcp47Tag]);
}
