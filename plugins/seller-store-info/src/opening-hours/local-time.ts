const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;

/** A calendar date of no time zone: days since 1970-01-01. */
export type LocalDay = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows the IANA time zone. An offset such as `+02:00` is none: it has no summer time. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && !!formatOf(name);
  } catch {
    return false;
  }
}

/** The day it is in a time zone at an instant (milliseconds since the Unix epoch). */
export function localDayAt(instant: number, timeZone: string): LocalDay {
  return Math.floor(wallClockAt(instant, timeZone) / DAY_MILLISECONDS);
}

/**
 * The instant, in milliseconds since the Unix epoch, when the clocks of a time zone show so many minutes after a day's
 * midnight. A time that occurs twice, as clocks go back, is the first; one that is skipped, as they go forward, is as
 * much later, as Temporal's "compatible" has it.
 *
 * @param minutes may be more than 1440, for a time of the next day
 */
export function instantOf(day: LocalDay, minutes: number, timeZone: string): number {
  const wallClock = day * DAY_MILLISECONDS + minutes * MINUTE_MILLISECONDS;
  const offsetAround = (instant: number) => wallClockAt(instant, timeZone) - instant;
  // Offsets change by a day at the most and far less often: one of these two is in force.
  const before = offsetAround(wallClock - DAY_MILLISECONDS);
  const after = offsetAround(wallClock + DAY_MILLISECONDS);
  const matching = [wallClock - before, wallClock - after].filter(
    (instant) => wallClockAt(instant, timeZone) === wallClock,
  );
  return matching.length > 0 ? Math.min(...matching) : wallClock - before;
}

/** The date as ISO 8601 has it, such as `2026-12-24`. */
export function isoDateOf(day: LocalDay): string {
  return new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: LocalDay): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

/** What the clocks of a time zone show at an instant, as if they showed UTC. */
function wallClockAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

/** Making one takes longer than using it a hundred times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) {
    return known;
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
