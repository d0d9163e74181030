import { pointSchema, type Point } from '@driver-dispatch/contract';
import { z } from 'zod';

/** A location as a tracking app measured it. */
export interface MeasuredLocation {
  point: Point;
  recordedAt: Date;
}

/** The largest time that a report may contain, in seconds since the epoch: the year 5138. */
const MAX_SECONDS = 99_999_999_999;

/** A number, or its text in a form. */
export const numberSchema = z.union([
  z.number(),
  z
    .string()
    .max(40)
    .regex(/^-?\d+(\.\d+)?(E[-+]?\d+)?$/i)
    .transform(Number),
]);

/** Seconds since the epoch, as a time. */
export const secondsSchema = numberSchema
  .pipe(z.number().min(0).max(MAX_SECONDS))
  .transform((seconds) => new Date(seconds * 1000));

/** A location from the fields of a report. */
export const measuredLocationSchema = z.object({ point: pointSchema, recordedAt: z.date() });
