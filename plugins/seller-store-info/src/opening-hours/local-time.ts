const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;

/** A calendar date without time zone, as days since 1970-01-01. */
export type LocalDay = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the name is an IANA time zone of the runtime. Offsets such as `+02:00` are rejected, because they have no DST. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && !!getFormat(name);
  } catch {
    return false;
  }
}

/** Returns the date in a time zone at an instant (milliseconds since the Unix epoch). */
export function localDayAt(instant: number, timeZone: string): LocalDay {
  return Math.floor(wallClockAt(instant, timeZone) / DAY_MILLISECONDS);
}

/**
 * Converts a local time to an instant in milliseconds since the Unix epoch. A time that occurs twice is the first
 * occurrence; a skipped time is moved forward by the skipped amount ("compatible" disambiguation of Temporal).
 *
 * @param minutes minutes after midnight; more than 1440 for a time on the next day
 */
export function toInstant(day: LocalDay, minutes: number, timeZone: string): number {
  const wallClock = day * DAY_MILLISECONDS + minutes * MINUTE_MILLISECONDS;
  const offsetAround = (instant: number) => wallClockAt(instant, timeZone) - instant;
  // The offset changes at most once within these two days, so one of the two offsets applies.
  const before = offsetAround(wallClock - DAY_MILLISECONDS);
  const after = offsetAround(wallClock + DAY_MILLISECONDS);
  const matching = [wallClock - before, wallClock - after].filter(
    (instant) => wallClockAt(instant, timeZone) === wallClock,
  );
  return matching.length > 0 ? Math.min(...matching) : wallClock - before;
}

/** Formats a date in ISO 8601, such as `2026-12-24`. */
export function formatIsoDate(day: LocalDay): string {
  return new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function getWeekday(day: LocalDay): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

/** Returns the local time of an instant, encoded as if it were UTC. */
function wallClockAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of getFormat(timeZone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

/** Cached, because creating a format is expensive. */
function getFormat(timeZone: string): Intl.DateTimeFormat {
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
