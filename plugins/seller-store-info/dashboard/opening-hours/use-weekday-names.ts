import { useDisplayLocale } from '@vendure/dashboard';
import type { Weekday } from '@driver-dispatch/seller-store-info-plugin';
import { useMemo } from 'react';
import { WEEKDAYS } from './hours';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MILLISECONDS = 86_400_000;

/** Names of the weekdays in the language of the dashboard. */
export function useWeekdayNames(): Record<Weekday, string> {
  const { bcp47Tag } = useDisplayLocale();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(bcp47Tag, { weekday: 'long', timeZone: 'UTC' });
    const names = WEEKDAYS.map((day, index) => [day, format.format(MONDAY + index * DAY_MILLISECONDS)]);
    return Object.fromEntries(names) as Record<Weekday, string>;
  }, [bcp47Tag]);
}
