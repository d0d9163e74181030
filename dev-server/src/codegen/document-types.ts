import { generateOutput } from '@gql.tada/cli-utils';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** gql.tada keeps the header of an existing file. */
const HEADER = '/* Generated from the GraphQL schema by `npm run codegen`. */\n\n';

/**
 * Generates a declaration of the types of each schema. gql.tada infers the types of the GraphQL documents from it.
 *
 * @param schemas schemas in SDL by name
 * @returns declarations by name
 */
export async function documentTypes(schemas: Record<string, string>): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'document-types-'));
  const inFolder = (name: string) => join(folder, name);
  const entries = Object.keys(schemas).map((name) => ({
    name,
    schema: `${name}.graphql`,
    tadaOutputLocation: `${name}.d.ts`,
  }));
  try {
    for (const { name, schema, tadaOutputLocation } of entries) {
      await writeFile(inFolder(schema), schemas[name]!);
      await writeFile(inFolder(tadaOutputLocation), HEADER);
    }
    const plugins = [{ name: 'gql.tada/ts-plugin', schemas: entries }];
    await writeFile(inFolder('tsconfig.json'), JSON.stringify({ compilerOptions: { plugins } }));
    await generateOutput({ tsconfig: inFolder('tsconfig.json'), output: undefined, silent: true });
    const types = entries.map(async ({ name, tadaOutputLocation }) => [
      name,
      await readFile(inFolder(tadaOutputLocation), 'utf8'),
    ]);
    return Object.fromEntries(await Promise.all(types));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
