import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonSchema } from './json-schema';
import { MESSAGE_CATALOG } from './message-catalog';

/** Keywords whose values are schemas by name. */
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', '$defs'];

/** Keywords that restrict the fields which a schema does not name. */
const RESTRICTING = [
  'additionalProperties', 'unevaluatedProperties', 'propertyNames', 'patternProperties', 'maxProperties',
];

const acceptsAll = (schema: unknown): boolean => schema === true || JSON.stringify(schema) === '{}';

/**
 * Paths of all schemas in a schema that forbid or restrict fields which they do not name. A map, whose fields have no
 * names, may restrict their values.
 */
function closedSchemas(schema: any, path = '#'): string[] {
  if (typeof schema !== 'object' || schema === null) {
    return [];
  }
  const found = RESTRICTING.filter(
    (keyword) =>
      keyword in schema && !acceptsAll(schema[keyword]) && ('properties' in schema || !schema[keyword]),
  );
  const nested = Object.entries<any>(schema).flatMap(([keyword, value]) =>
    SCHEMAS_BY_NAME.includes(keyword)
      ? Object.entries(value).flatMap(([name, one]) => closedSchemas(one, `${path}/${keyword}/${name}`))
      : closedSchemas(value, `${path}/${keyword}`),
  );
  return [...found.map((keyword) => `${path}: ${keyword}`), ...nested];
}

describe('the published JSON Schema', () => {
  const published = JSON.parse(readFileSync(join(__dirname, '../../schema.json'), 'utf8'));

  it('is what the schemas say (npm run codegen writes it anew)', () => {
    expect(published).toEqual(jsonSchema());
  });

  it('has a definition for every message', () => {
    expect(Object.keys(published.$defs)).toEqual(expect.arrayContaining(Object.keys(MESSAGE_CATALOG)));
  });

  it('tolerates unknown fields in every object', () => {
    expect(closedSchemas(published)).toEqual([]);
  });

  it.each([
    ['a strict object', z.strictObject({ a: z.string() }), 'additionalProperties'],
    ['no further field', z.object({ a: z.string() }).catchall(z.never()), 'additionalProperties'],
    ['texts as further fields', z.object({ a: z.string() }).catchall(z.string()), 'additionalProperties'],
    [
      'a keyword of another draft',
      z.object({}).meta({ unevaluatedProperties: false }),
      'unevaluatedProperties',
    ],
  ])('would not tolerate them in a nested schema with %s', (_case, closed, keyword) => {
    const schema = z.object({ list: z.array(z.union([z.string(), closed])).optional() });
    expect(closedSchemas(z.toJSONSchema(schema, { io: 'input' }))).toEqual([
      `#/properties/list/items/anyOf/1: ${keyword}`,
    ]);
  });

  it('may have maps', () => {
    expect(closedSchemas(z.toJSONSchema(z.record(z.string(), z.number()), { io: 'input' }))).toEqual([]);
  });
});
