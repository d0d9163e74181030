import type { Weekday } from '@driver-dispatch/seller-store-info-plugin';

/** Monday first. A copy, because the dashboard can import only types from the server package. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[];

/** Ends on the next day if `to` is not later than `from`. */
export interface Period {
  /** Such as `09:30`. */
  from: string;
  /** Such as `18:00`, `24:00` at the latest. */
  to: string;
}

/** Replaces the periods that start on its date. Without periods the store is closed. */
export interface HoursException {
  /** Such as `2026-12-24`. */
  date: string;
  periods: readonly Period[];
}

/** The JSON of the custom field `storeOpeningHours`. A weekday without an entry is closed. */
export interface Hours {
  weekdays: Readonly<Partial<Record<Weekday, readonly Period[]>>>;
  exceptions: readonly HoursException[];
}

/** Initial hours of a store that was always open: Monday to Saturday, 09:00 to 18:00. */
export const DEFAULT_HOURS: Hours = {
  weekdays: Object.fromEntries(WEEKDAYS.slice(0, 6).map((day) => [day, [{ from: '09:00', to: '18:00' }]])),
  exceptions: [],
};

/** Returns the hours with the periods of one weekday replaced. */
export function withWeekday(hours: Hours, weekday: Weekday, periods: readonly Period[]): Hours {
  const { [weekday]: _before, ...others } = hours.weekdays;
  return { ...hours, weekdays: periods.length > 0 ? { ...others, [weekday]: periods } : others };
}

/** Returns the hours with the periods of one weekday copied to all weekdays. */
export function withEveryDayLike(hours: Hours, weekday: Weekday): Hours {
  const periods = hours.weekdays[weekday] ?? [];
  return WEEKDAYS.reduce((changed, day) => withWeekday(changed, day, periods), hours);
}

/** Adds a period one hour after the last one. It lasts three hours, but ends at 24:00 at the latest. */
export function withPeriod(periods: readonly Period[]): readonly Period[] {
  const last = periods.at(-1);
  if (!last) {
    return [{ from: '09:00', to: '18:00' }];
  }
  const from = Math.min(parseHour(last.to) + 1, 23);
  return [...periods, { from: time(from), to: time(Math.min(from + 3, 24)) }];
}

/** Whether a period ends on the next day. */
export function endsNextDay({ from, to }: Period): boolean {
  return to <= from;
}

const parseHour = (text: string) => Number(text.slice(0, 2));
const time = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
