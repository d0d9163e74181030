import { z } from 'zod';
import '../messages';

/** Returns the JSON Schema 2020-12 of all messages as a sender writes them. Unknown fields are allowed. */
export function jsonSchema(): Record<string, unknown> {
  const uri = (id: string) => `#/$defs/${id}`;
  const { schemas } = z.toJSONSchema(z.globalRegistry, { io: 'input', uri });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Driver Dispatch messages, v1',
    $defs: schemas,
  };
}
