import { generateMigration } from '@vendure/core';
import path from 'path';
import { config } from './vendure-config';

/** As `npx vendure migrate` does. */
void generateMigration(config, {
  name: 'driver-dispatch',
  outputDir: path.join(__dirname, '../src/migrations'),
});
