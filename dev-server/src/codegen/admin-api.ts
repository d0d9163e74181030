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

type Plugin = NonNullable<VendureConfig['plugins']>[number];

/** The Admin API of a shop with only this plugin, in SDL. Needs no server and no database. */
export async function adminApiWith(plugin: Plugin): Promise<string> {
  resetConfig();
  await setConfig({ plugins: [plugin] });
  const config = await runPluginConfigurations(getConfig());
  return getFinalVendureSchema({
    config,
    typePaths: VENDURE_ADMIN_API_TYPE_PATHS,
    typesLoader: new GraphQLTypesLoader(),
    apiType: 'admin',
    output: 'sdl',
  });
}
