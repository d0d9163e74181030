import { z } from 'zod';

/** An id of Vendure or the engine. Integers and UUIDs are both sent as strings. */
export const idSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._:~=@-]+$/, { error: 'Only letters, digits and . _ : ~ = @ - are allowed' })
  .meta({ id: 'Id' });

/** ISO 8601, UTC, such as `2026-05-04T10:20:30.000Z`. */
export const timeSchema = z.iso.datetime().meta({ id: 'Time', description: 'ISO 8601, UTC' });

/** Free text: trimmed, not empty, without characters that PostgreSQL can't store. */
export const textSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^[^\u0000\p{Cs}]*$/u, { error: 'NUL and lone surrogates are not allowed' });
