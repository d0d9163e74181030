import { z } from 'zod';
import { MESSAGE_CATALOG } from './message-catalog';

/** JSON Schema 2020-12 of every message, as a sender writes it; unknown fields are tolerated. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, $defs } = z.toJSONSchema(z.object(MESSAGE_CATALOG), { io: 'input' });
  return { $schema, title: 'Driver Dispatch messages, v1', $defs };
}
