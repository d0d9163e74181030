import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchema } from './json-schema';
import { MESSAGE_CATALOG } from './message-catalog';

describe('the published JSON Schema', () => {
  const published = JSON.parse(readFileSync(join(__dirname, '../../schema.json'), 'utf8'));

  it('is what the schemas say (npm run codegen writes it anew)', () => {
    expect(published).toEqual(jsonSchema());
  });

  it('has a definition for every message', () => {
    expect(Object.keys(published.$defs)).toEqual(expect.arrayContaining(Object.keys(MESSAGE_CATALOG)));
  });

  it('tolerates unknown fields', () => {
    expect(JSON.stringify(published)).not.toContain('"additionalProperties":false');
  });
});
