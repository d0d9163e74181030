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

/** Error keys, which `openingHoursError` translates. */
export const SAME_TIMES = 'same-times';
export const OVERLAP = 'overlap';
export const DUPLICATE_DATE = 'duplicate-date';
export const INVALID_TIME = 'invalid-time';
export const INVALID_DATE = 'invalid-date';

const timeOfDay = (pattern: RegExp) => z.string().regex(pattern, { error: INVALID_TIME });

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
 * Opening hours of a store in its time zone. A period ends on the next day if its `to` is not later than its `from`, and
 * belongs to the day on which it starts. A missing weekday is closed. An exception replaces the periods that start on its
 * date; without periods the store is closed.
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
    .array(z.strictObject({ date: z.iso.date({ error: INVALID_DATE }), periods: periodsSchema }))
    .max(MAX_EXCEPTIONS)
    .refine((exceptions) => new Set(exceptions.map(({ date }) => date)).size === exceptions.length, {
      error: DUPLICATE_DATE,
    })
    .default([]),
});

export type OpeningPeriod = z.infer<typeof periodSchema>;
export type OpeningHours = z.infer<typeof openingHoursSchema>;

/** Converts a time such as `18:30` to minutes since midnight. */
export function parseMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Start and end in minutes since midnight of the first day; the end is more than 1440 on the next day. */
export function parseSpan({ from, to }: OpeningPeriod): { from: number; to: number } {
  const start = parseMinutes(from);
  const end = parseMinutes(to);
  return { from: start, to: end > start ? end : end + 24 * 60 };
}

function overlap(periods: readonly OpeningPeriod[]): boolean {
  const spans = periods.map(parseSpan).sort((a, b) => a.from - b.from);
  return spans.some((span, index) => index > 0 && span.from < (spans[index - 1]?.to ?? 0));
}
