import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { MIGRATION_CONNECTION_OPTIONS } from './connection-options';
import { createDataSource } from './create-data-source';

/** Key of the advisory lock for migrations. The number is arbitrary and must not change. */
const MIGRATION_LOCK = 7_203_417_001;

/**
 * Migrates the schema `driver_dispatch`. Safe to call from several processes at once: one migrates, the others wait.
 *
 * @returns the names of the migrations that ran
 */
export async function migrate(configuration: EngineConfiguration): Promise<string[]> {
  const { url } = configuration.database;
  const lock = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await lock.query('CREATE SCHEMA IF NOT EXISTS driver_dispatch');
    await lock.query('CREATE EXTENSION IF NOT EXISTS cube');
    return await runMigrations(createDataSource(configuration, MIGRATION_CONNECTION_OPTIONS));
  } finally {
    // The end of the session releases the lock.
    await lock.end();
  }
}

async function runMigrations(dataSource: DataSource): Promise<string[]> {
  await dataSource.initialize();
  try {
    const migrations = await dataSource.runMigrations({ transaction: 'each' });
    return migrations.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}
