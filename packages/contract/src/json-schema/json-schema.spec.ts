import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import * as messages from '../messages';
import { jsonSchema } from './json-schema';

/** Keywords whose values are objects of named schemas. */
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', '$defs'];

/** Keywords that restrict additional fields. */
const RESTRICTING = [
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'patternProperties',
  'maxProperties',
];

const acceptsAll = (schema: unknown): boolean => schema === true || JSON.stringify(schema) === '{}';

/**
 * Returns the paths of all nested schemas that forbid or restrict additional fields. Maps may restrict their values.
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

  it('matches the zod schemas (npm run codegen updates it)', () => {
    expect(published).toEqual(jsonSchema());
  });

  it('has a definition for every named schema', () => {
    const ids = Object.values(messages).flatMap((value) =>
      value instanceof z.ZodType ? (value.meta()?.id ?? []) : [],
    );
    expect(ids).toContain('SellerOrderReady');
    expect(Object.keys(published.$defs)).toEqual(expect.arrayContaining(ids));
  });

  it('allows unknown fields in every object', () => {
    expect(closedSchemas(published)).toEqual([]);
  });

  it.each([
    ['a strict object', z.strictObject({ a: z.string() }), 'additionalProperties'],
    ['no additional fields', z.object({ a: z.string() }).catchall(z.never()), 'additionalProperties'],
    ['string fields', z.object({ a: z.string() }).catchall(z.string()), 'additionalProperties'],
    [
      'a keyword of another draft',
      z.object({}).meta({ unevaluatedProperties: false }),
      'unevaluatedProperties',
    ],
  ])('detects a nested schema with %s', (_case, closed, keyword) => {
    const schema = z.object({ list: z.array(z.union([z.string(), closed])).optional() });
    expect(closedSchemas(z.toJSONSchema(schema, { io: 'input' }))).toEqual([
      `#/properties/list/items/anyOf/1: ${keyword}`,
    ]);
  });

  it('allows maps', () => {
    expect(closedSchemas(z.toJSONSchema(z.record(z.string(), z.number()), { io: 'input' }))).toEqual([]);
  });
});
