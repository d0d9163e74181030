import { bootstrap } from '@vendure/core';
import { populate } from '@vendure/core/cli';
import path from 'path';
import { config } from './vendure-config';

const FOLDER = path.join(__dirname, '../populate');

/** Creates Vendure's tables and the first products, as `vendure create` does. */
async function main() {
  const dbConnectionOptions = { ...config.dbConnectionOptions, synchronize: true };
  const app = await populate(
    () => bootstrap({ ...config, dbConnectionOptions }),
    path.join(FOLDER, 'initial-data.json'),
    path.join(FOLDER, 'products.csv'),
  );
  await app.close();
}

void main().then(() => process.exit(0));
