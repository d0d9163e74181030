import { z } from 'zod';

/** The weekdays of ISO 8601, Monday first. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export type Weekday = (typeof WEEKDAYS)[number];

const MAX_PERIODS = 6;
const MAX_EXCEPTIONS = 366;

/** Keys of what the schema alone can't say in two languages; see `openingHoursFault`. */
export const SAME_TIMES = 'same-times';
export const OVERLAP = 'overlap';
export const TWICE = 'twice';
export const NO_TIME = 'no-time';

const timeOfDay = (pattern: RegExp) => z.string().regex(pattern, { error: NO_TIME });

const periodSchema = z
  .strictObject({
    from: timeOfDay(/^([01]\d|2[0-3]):[0-5]\d$/),
    to: timeOfDay(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
  })
  .refine(({ from, to }) => from !== to, { error: SAME_TIMES });

const periodsSchema = z
  .array(periodSchema)
  .max(MAX_PERIODS)
  .refine((periods) => !overlap(periods), { error: OVERLAP });

/**
 * When a store is open, by the clock on its wall. A period ends on the next day where its `to` is not later than its
 * `from`, and belongs to the day it begins on; a weekday that is left out is closed. An exception replaces the periods
 * that begin on its date; without periods the store stays closed.
 *
 * @example
 * ```json
 * {
 *   "weekdays": { "monday": [{ "from": "09:00", "to": "18:30" }], "friday": [{ "from": "18:00", "to": "02:00" }] },
 *   "exceptions": [{ "date": "2026-12-25", "periods": [] }]
 * }
 * ```
 */
export const openingHoursSchema = z.strictObject({
  weekdays: z.partialRecord(z.enum(WEEKDAYS), periodsSchema),
  exceptions: z
    .array(z.strictObject({ date: z.iso.date(), periods: periodsSchema }))
    .max(MAX_EXCEPTIONS)
    .refine((exceptions) => new Set(exceptions.map(({ date }) => date)).size === exceptions.length, {
      error: TWICE,
    })
    .default([]),
});

export type OpeningPeriod = z.infer<typeof periodSchema>;
export type OpeningHours = z.infer<typeof openingHoursSchema>;

/** Minutes since midnight of a time such as `18:30`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Minutes since the midnight before the period; more than 1440 where it ends on the next day. */
export function spanOf({ from, to }: OpeningPeriod): { from: number; to: number } {
  const start = minutesOf(from);
  const end = minutesOf(to);
  return { from: start, to: end > start ? end : end + 24 * 60 };
}

function overlap(periods: readonly OpeningPeriod[]): boolean {
  const spans = periods.map(spanOf).sort((a, b) => a.from - b.from);
  return spans.some((span, index) => index > 0 && span.from < (spans[index - 1]?.to ?? 0));
}
