import type { z } from 'zod';
import { DispatchError } from '../errors/dispatch-error';

/** One thing that is wrong with a message: where, and what. */
export interface Issue {
  /** Dotted path of the field, such as `data.pickup.point.lat`; empty for the message itself. */
  path: string;
  message: string;
}

/**
 * The message as its schema types it, without unknown fields.
 *
 * @throws DispatchError `invalid_message`, its details listing an {@link Issue} for each wrong field.
 */
export function parseMessage<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const issues: Issue[] = result.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  const listed = issues.map(({ path, message }) => `${path || 'message'}: ${message}`).join('; ');
  throw new DispatchError('invalid_message', listed, { details: { issues } });
}
