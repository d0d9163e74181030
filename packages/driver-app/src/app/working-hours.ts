import { WEEKDAYS, type WorkingPeriod } from '@driver-dispatch/contract/messages';

/** How long before their end the driver is reminded of the planned working hours, in ms. */
const REMIND_BEFORE_MS = 15 * 60_000;

/** Days before today whose periods may still last. */
const DAYS_BACK = [0, 1] as const;

/**
 * Returns the end of the planned working hours that contain a time, in the time zone of the device. Periods without a gap
 * count as one.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970; undefined outside of the planned hours
 */
export function workingUntil(periods: readonly WorkingPeriod[], now: number): number | undefined {
  let end: number | undefined;
  // Each round may find a period that continues the one before. A week has no more than all of them.
  for (let round = 0; round <= periods.length; round++) {
    const next = endOfPeriodAt(periods, end ?? now);
    if (next === undefined) {
      break;
    }
    end = next;
  }
  return end;
}

/** Whether a driver must confirm to go on duty: there are planned working hours, and the time is outside of them. */
export function isOutsideWorkingHours(periods: readonly WorkingPeriod[], now: number): boolean {
  return periods.length > 0 && workingUntil(periods, now) === undefined;
}

/** The end of the planned working hours if it is near, in milliseconds since 1970. */
export function workingHoursEndingSoon(periods: readonly WorkingPeriod[], now: number): number | undefined {
  const end = workingUntil(periods, now);
  return end !== undefined && end - now <= REMIND_BEFORE_MS ? end : undefined;
}

function endOfPeriodAt(periods: readonly WorkingPeriod[], time: number): number | undefined {
  const ends = periods.flatMap(({ weekday, from, to }) =>
    DAYS_BACK.flatMap((daysBack) => {
      const midnight = new Date(time);
      midnight.setHours(0, 0, 0, 0);
      midnight.setDate(midnight.getDate() - daysBack);
      // Sunday is 0.
      if (WEEKDAYS[(midnight.getDay() + 6) % 7] !== weekday) {
        return [];
      }
      const end = atTime(midnight, to, to > from ? 0 : 1);
      return atTime(midnight, from, 0) <= time && time < end ? [end] : [];
    }),
  );
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function atTime(midnight: Date, time: string, daysLater: number): number {
  const [hours, minutes] = time.split(':').map(Number);
  const at = new Date(midnight);
  at.setDate(at.getDate() + daysLater);
  return at.setHours(hours!, minutes!, 0, 0);
}
