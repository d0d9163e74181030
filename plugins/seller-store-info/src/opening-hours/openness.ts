import { instantOf, isoDateOf, localDayAt, weekdayOf, type LocalDay } from './local-time';
import { spanOf, WEEKDAYS, type OpeningHours } from './opening-hours';

const DAY_MILLISECONDS = 86_400_000;

/** How far ahead an opening is looked for, in days: a shop that is closed for longer is closed for good. */
const DAYS_AHEAD = 400;

/** How far ahead a closing is looked for, in milliseconds: most that stay open for longer never close. */
const CLOSING_AHEAD = 14 * DAY_MILLISECONDS;

/** What tells whether a store is open; all of it may be missing. */
export interface OpeningRules {
  /** Always open without. */
  openingHours?: OpeningHours;
  /** IANA, such as `Europe/Berlin`. */
  timeZone: string;
  /** Takes no orders before, whatever the hours. */
  pausedUntil?: Date;
}

/** Whether a store is open at an instant, and when that changes. */
export type Openness =
  | {
      open: true;
      /** When it closes; undefined when that is not within two weeks. */
      until?: Date;
    }
  | {
      open: false;
      reason: 'CLOSED' | 'PAUSED';
      /** When it opens; undefined when no opening is known. */
      opensAt?: Date;
    };

interface Interval {
  start: number;
  end: number;
}

/** Whether a store is open at an instant. A period contains its beginning and not its end. */
export function opennessAt(rules: OpeningRules, at: Date): Openness {
  const now = at.getTime();
  const pausedUntil = rules.pausedUntil?.getTime() ?? now;
  if (pausedUntil > now) {
    const opensAt = openFrom(rules, pausedUntil)?.start;
    return { open: false, reason: 'PAUSED', opensAt: dateOf(opensAt && Math.max(opensAt, pausedUntil)) };
  }
  const next = openFrom(rules, now);
  if (next && next.start <= now) {
    return { open: true, until: dateOf(next.end) };
  }
  return { open: false, reason: 'CLOSED', opensAt: dateOf(next?.start) };
}

/** The first interval that ends after the instant, together with those that follow without a gap. */
function openFrom({ openingHours, timeZone }: OpeningRules, instant: number): Interval | undefined {
  if (!openingHours) {
    return { start: instant, end: Number.POSITIVE_INFINITY };
  }
  const today = localDayAt(instant, timeZone);
  let found: Interval | undefined;
  // The day before may have begun what is still open.
  for (let day = today - 1; day <= today + DAYS_AHEAD; day++) {
    for (const interval of intervalsOf(openingHours, day, timeZone)) {
      if (found && interval.start > found.end) {
        return found;
      }
      if (found && found.end - instant > CLOSING_AHEAD) {
        return { ...found, end: Number.POSITIVE_INFINITY };
      }
      if (interval.end > instant) {
        found = { start: found?.start ?? interval.start, end: Math.max(found?.end ?? 0, interval.end) };
      }
    }
  }
  return found;
}

/** When the store is open in the periods that begin on a day, the earliest first. */
function intervalsOf(hours: OpeningHours, day: LocalDay, timeZone: string): Interval[] {
  const date = isoDateOf(day);
  const exception = hours.exceptions.find((candidate) => candidate.date === date);
  const weekday = WEEKDAYS[weekdayOf(day)];
  const periods = exception?.periods ?? (weekday && hours.weekdays[weekday]) ?? [];
  return periods
    .map(spanOf)
    .map(({ from, to }) => ({ start: instantOf(day, from, timeZone), end: instantOf(day, to, timeZone) }))
    .sort((a, b) => a.start - b.start);
}

function dateOf(instant: number | undefined): Date | undefined {
  return instant === undefined || !Number.isFinite(instant) ? undefined : new Date(instant);
}
