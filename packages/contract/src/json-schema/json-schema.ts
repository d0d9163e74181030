import { z } from 'zod';
import { MESSAGE_CATALOG } from './message-catalog';

/** Returns the JSON Schema 2020-12 of all messages as a sender writes them. Unknown fields are allowed. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, $defs } = z.toJSONSchema(z.object(MESSAGE_CATALOG), { io: 'input' });
  return { $schema, title: 'Driver Dispatch messages, v1', $defs };
}
