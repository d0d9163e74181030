import { toInstant, formatIsoDate, localDayAt, getWeekday, type LocalDay } from './local-time';
import { parseSpan, WEEKDAYS, type OpeningHours } from './opening-hours';

const DAY_MILLISECONDS = 86_400_000;

/** Number of days in which the next opening is searched for. */
const DAYS_AHEAD = 400;

/** A closing time further ahead than this is not reported, in milliseconds. */
const MAX_CLOSING_AHEAD = 14 * DAY_MILLISECONDS;

/** Settings that determine whether a store is open. */
export interface OpeningRules {
  /** Undefined if the store is always open. */
  openingHours?: OpeningHours;
  /** IANA time zone, such as `Europe/Berlin`. */
  timeZone: string;
  /** The store takes no orders until then, regardless of its opening hours. */
  pausedUntil?: Date;
}

/** Whether a store is open, and when that changes. */
export type OpeningStatus =
  | {
      open: true;
      /** Closing time; undefined if it is more than two weeks ahead. */
      until?: Date;
    }
  | {
      open: false;
      reason: 'CLOSED' | 'PAUSED';
      /** Opening time; undefined if none is known. */
      opensAt?: Date;
    };

interface Interval {
  start: number;
  end: number;
}

/** Returns whether a store is open at an instant. A period includes its start and excludes its end. */
export function openingStatusAt(rules: OpeningRules, at: Date): OpeningStatus {
  const now = at.getTime();
  const pausedUntil = rules.pausedUntil?.getTime() ?? now;
  if (pausedUntil > now) {
    const opensAt = nextOpenInterval(rules, pausedUntil)?.start;
    return { open: false, reason: 'PAUSED', opensAt: toDate(opensAt && Math.max(opensAt, pausedUntil)) };
  }
  const next = nextOpenInterval(rules, now);
  if (next && next.start <= now) {
    return { open: true, until: toDate(next.end) };
  }
  return { open: false, reason: 'CLOSED', opensAt: toDate(next?.start) };
}

/** Returns the first interval that ends after the instant, merged with consecutive ones. */
function nextOpenInterval({ openingHours, timeZone }: OpeningRules, instant: number): Interval | undefined {
  if (!openingHours) {
    return { start: instant, end: Number.POSITIVE_INFINITY };
  }
  const today = localDayAt(instant, timeZone);
  let found: Interval | undefined;
  // A period of the day before may still be open.
  for (let day = today - 1; day <= today + DAYS_AHEAD; day++) {
    for (const interval of getIntervals(openingHours, day, timeZone)) {
      if (found && interval.start > found.end) {
        return found;
      }
      if (found && found.end - instant > MAX_CLOSING_AHEAD) {
        return { ...found, end: Number.POSITIVE_INFINITY };
      }
      if (interval.end > instant) {
        found = { start: found?.start ?? interval.start, end: Math.max(found?.end ?? 0, interval.end) };
      }
    }
  }
  return found;
}

/** Returns the open intervals that start on a day, earliest first. */
function getIntervals(hours: OpeningHours, day: LocalDay, timeZone: string): Interval[] {
  const date = formatIsoDate(day);
  const exception = hours.exceptions.find((candidate) => candidate.date === date);
  const weekday = WEEKDAYS[getWeekday(day)];
  const periods = exception?.periods ?? (weekday && hours.weekdays[weekday]) ?? [];
  return periods
    .map(parseSpan)
    .map(({ from, to }) => ({ start: toInstant(day, from, timeZone), end: toInstant(day, to, timeZone) }))
    .sort((a, b) => a.start - b.start);
}

function toDate(instant: number | undefined): Date | undefined {
  return instant === undefined || !Number.isFinite(instant) ? undefined : new Date(instant);
}
