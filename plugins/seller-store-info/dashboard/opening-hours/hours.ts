import type { Weekday } from '@driver-dispatch/seller-store-info-plugin';

/** Monday first, as the field has them: what runs on the server can't be had here, but its types can. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[];

/** Ends on the next day where `to` is not later than `from`. */
export interface Period {
  /** Such as `09:30`. */
  from: string;
  /** Such as `18:00`, `24:00` at the latest. */
  to: string;
}

/** Replaces the periods that begin on its date; closed without any. */
export interface HoursException {
  /** Such as `2026-12-24`. */
  date: string;
  periods: readonly Period[];
}

/** When a store is open, as the custom field `storeOpeningHours` has it as JSON; a weekday left out is closed. */
export interface Hours {
  weekdays: Readonly<Partial<Record<Weekday, readonly Period[]>>>;
  exceptions: readonly HoursException[];
}

/** What a store begins with that was always open so far. */
export const FIRST_HOURS: Hours = {
  weekdays: Object.fromEntries(WEEKDAYS.slice(0, 6).map((day) => [day, [{ from: '09:00', to: '18:00' }]])),
  exceptions: [],
};

/** The hours with other periods on a weekday. */
export function withWeekday(hours: Hours, weekday: Weekday, periods: readonly Period[]): Hours {
  const { [weekday]: _before, ...others } = hours.weekdays;
  return { ...hours, weekdays: periods.length > 0 ? { ...others, [weekday]: periods } : others };
}

/** The hours with one weekday's periods on all of them. */
export function withEveryDayLike(hours: Hours, weekday: Weekday): Hours {
  const periods = hours.weekdays[weekday] ?? [];
  return WEEKDAYS.reduce((changed, day) => withWeekday(changed, day, periods), hours);
}

/** The periods with another one after the last: it begins an hour later and lasts three, within the day. */
export function withPeriod(periods: readonly Period[]): readonly Period[] {
  const last = periods.at(-1);
  if (!last) {
    return [{ from: '09:00', to: '18:00' }];
  }
  const from = Math.min(hourOf(last.to) + 1, 23);
  return [...periods, { from: time(from), to: time(Math.min(from + 3, 24)) }];
}

/** Whether a period ends on the day after the one it begins on. */
export function endsNextDay({ from, to }: Period): boolean {
  return to <= from;
}

const hourOf = (text: string) => Number(text.slice(0, 2));
const time = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
