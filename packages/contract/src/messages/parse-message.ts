import type { z } from 'zod';
import { DispatchError } from '../errors/dispatch-error';

/** A validation error of a message. */
export interface Issue {
  /** Dotted path of the field, such as `data.pickup.point.lat`; empty for the message itself. */
  path: string;
  /** Code of Zod, such as `too_big`. */
  code: z.core.$ZodIssue['code'];
  message: string;
}

/**
 * Validates a message and removes unknown fields.
 *
 * @throws DispatchError `invalid_message` with an {@link Issue} for each invalid field in its details
 */
export function parseMessage<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const issues: Issue[] = result.error.issues.map(({ path, code, message }) => ({
    path: path.map(String).join('.'),
    code,
    message,
  }));
  const listed = issues.map(({ path, message }) => `${path || 'message'}: ${message}`).join('; ');
  throw new DispatchError('invalid_message', listed, { details: { issues } });
}
