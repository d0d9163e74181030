import { httpEngine } from '@driver-dispatch/contract';
import { DriverIntegrationPlugin } from '@driver-dispatch/driver-integration-plugin';
import {
  SellerStoreInfoPlugin,
  StockLocationPickupStrategy,
} from '@driver-dispatch/seller-store-info-plugin';
import { join } from 'node:path';
import { adminApiWith } from './admin-api';
import { documentTypes } from './document-types';
import { freshKeys } from '../server/engine-keys';

const PLUGINS_DIRECTORY = join(__dirname, '..', '..', '..', 'plugins');

/** The engine is not asked, but it is not to be had without keys. */
const keys = freshKeys();

const DASHBOARDS = {
  'driver-integration': () =>
    DriverIntegrationPlugin.init({
      engine: httpEngine({ url: 'http://localhost', keys: { send: keys.vendure, receive: keys.webhook } }),
      pickup: new StockLocationPickupStrategy(),
    }),
  'seller-store-info': () => SellerStoreInfoPlugin.init({}),
};

export interface GeneratedFile {
  path: string;
  content: string;
}

/** For each plugin with a dashboard, the types of the documents in it: it may ask for what Vendure and the plugin itself have. */
export async function generatedTypes(): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  // One after the other: Vendure has one configuration in a process.
  for (const [directory, plugin] of Object.entries(DASHBOARDS)) {
    files.push({
      path: join(PLUGINS_DIRECTORY, directory, 'dashboard', 'graphql', 'graphql-env.d.ts'),
      content: documentTypes(await adminApiWith(plugin())),
    });
  }
  return files;
}
