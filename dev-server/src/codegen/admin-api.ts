import { GraphQLTypesLoader } from '@nestjs/graphql';
import {
  getConfig,
  getFinalVendureSchema,
  resetConfig,
  runPluginConfigurations,
  setConfig,
  VENDURE_ADMIN_API_TYPE_PATHS,
  type VendureConfig,
} from '@vendure/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

type Plugin = NonNullable<VendureConfig['plugins']>[number];

/** The schema of the Admin API of a shop with only this plugin. Needs no server and no database. */
export async function adminApiWith(plugin: Plugin): Promise<GraphQLSchema> {
  resetConfig();
  await setConfig({ plugins: [plugin] });
  const config = await runPluginConfigurations(getConfig());
  const schema = await getFinalVendureSchema({
    config,
    typePaths: VENDURE_ADMIN_API_TYPE_PATHS,
    typesLoader: new GraphQLTypesLoader(),
    apiType: 'admin',
    output: 'sdl',
  });
  return buildSchema(schema);
}
