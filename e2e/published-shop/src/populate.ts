import { bootstrap, runMigrations } from '@vendure/core';
import { populate } from '@vendure/core/cli';
import path from 'path';
import { config } from './vendure-config';

const FOLDER = path.join(__dirname, '../populate');

async function main() {
  await runMigrations(config);
  const app = await populate(
    () => bootstrap(config),
    path.join(FOLDER, 'initial-data.json'),
    path.join(FOLDER, 'products.csv'),
  );
  await app.close();
}

void main().then(() => process.exit(0));
