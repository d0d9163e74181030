import { httpEngine } from '@driver-dispatch/contract';
import { DriverIntegrationPlugin } from '@driver-dispatch/driver-integration-plugin';
import {
  SellerStoreInfoPlugin,
  StockLocationPickupStrategy,
} from '@driver-dispatch/seller-store-info-plugin';
import { join } from 'node:path';
import { adminApiWith } from './admin-api';
import { documentTypes } from './document-types';
import { generateKeys } from '../server/engine-keys';

const PLUGINS_DIRECTORY = join(__dirname, '..', '..', '..', 'plugins');

/** `httpEngine` requires keys, although no request is sent. */
const keys = generateKeys();

const DASHBOARDS = {
  'driver-integration': () =>
    DriverIntegrationPlugin.init({
      engine: httpEngine({ url: 'http://localhost', keys: { send: keys.vendure, receive: keys.webhook } }),
      pickupStrategy: new StockLocationPickupStrategy(),
    }),
  'seller-store-info': () => SellerStoreInfoPlugin.init({}),
};

export interface GeneratedFile {
  path: string;
  content: string;
}

/** For each dashboard, the types of the Admin API with only its own plugin: it must not query fields of other plugins. */
export async function generatedTypes(): Promise<GeneratedFile[]> {
  const schemas: Record<string, string> = {};
  // Sequential: Vendure has one configuration per process.
  for (const [directory, plugin] of Object.entries(DASHBOARDS)) {
    schemas[directory] = await adminApiWith(plugin());
  }
  return Object.entries(await documentTypes(schemas)).map(([directory, content]) => ({
    path: join(PLUGINS_DIRECTORY, directory, 'dashboard', 'graphql', 'graphql-env.d.ts'),
    content,
  }));
}
